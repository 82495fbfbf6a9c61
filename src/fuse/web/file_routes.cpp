// The file cache: list, upload, download, delete.
#include "fuse/web/routes.hpp"
#include "net/http/disposition.hpp"
#include "net/http/part_routes.hpp"
#include "net/http/range.hpp"

namespace gantry::fuse::web {
namespace {

using net::http::json_response;
using net::http::Method;
using net::http::problem;
using net::http::Request;
using net::http::Response;

// Beyond any disk; the cache says what really fits.
constexpr std::uint64_t max_upload_bytes = std::uint64_t{1} << 46;

struct FileView {
    std::string id;
    std::string name;
    std::uint64_t bytes = 0;
    std::int64_t created_at = 0;
    bool in_use = false;
};
BOOST_DESCRIBE_STRUCT(FileView, (), (id, name, bytes, created_at, in_use))

struct FilesView {
    std::vector<FileView> files;
    files::Usage usage;
};
BOOST_DESCRIBE_STRUCT(FilesView, (), (files, usage))

FileView view_of(const Parts& parts, const files::File& file) {
    return {file.id.text(), file.name, file.bytes, file.created_at, parts.files.in_use(file.id)};
}

awaitable<Response> list(Parts parts, Request) {
    FilesView view{.usage = parts.files.usage()};
    for (const auto& file : parts.files.list())
        view.files.push_back(view_of(parts, file));
    co_return json_response(to_json(view));
}

awaitable<Result<files::File>> receive(Parts parts, std::string name, net::http::IncomingBody& body) {
    auto incoming = co_await parts.files.add(std::move(name), body.size());
    if (!incoming) co_return std::unexpected(incoming.error());
    for (;;) {
        auto part = co_await body.next();
        if (!part) co_return std::unexpected(part.error());
        if (part->empty()) co_return co_await (*incoming)->finish();
        if (auto written = co_await (*incoming)->write(std::move(*part)); !written)
            co_return std::unexpected(written.error());
    }
}

awaitable<Response> upload(Parts parts, Request request, net::http::IncomingBody& body) {
    auto name = net::http::file_name_of(request.header("content-disposition"));
    if (!name) co_return problem(name.error());
    const auto file = co_await receive(parts, std::move(*name), body);
    co_return file ? json_response(to_json(view_of(parts, *file)), 201) : problem(file.error());
}

class CachedFile final : public net::http::ContentSource {
public:
    explicit CachedFile(std::shared_ptr<files::OpenFile> file) : file_(std::move(file)) {}
    std::uint64_t size() const override { return file_->file().bytes; }
    awaitable<Result<Bytes>> read(std::uint64_t offset, std::size_t limit) override {
        return file_->read(offset, limit);
    }

private:
    std::shared_ptr<files::OpenFile> file_;  // also held by others who read it
};

awaitable<Response> download(Parts parts, Request request) {
    auto opened = co_await parts.files.open(files::FileId(request.part("id")));
    if (!opened) co_return problem(opened.error());
    const auto& file = (*opened)->file();
    // Whatever is in it: it is saved, never shown as a page of ours.
    net::http::Headers headers = {{"content-type", "application/octet-stream"},
                                  {"content-disposition", net::http::attachment(file.name)},
                                  {"content-security-policy", "sandbox"},
                                  {"cache-control", "private, no-cache"},
                                  {"etag", "\"" + file.id.text() + "\""}};
    auto source = std::make_shared<CachedFile>(std::move(*opened));
    co_return net::http::content_response(request, std::move(source), std::move(headers));
}

awaitable<Response> remove(Parts parts, Request request) {
    const auto removed = co_await parts.files.remove(files::FileId(request.part("id")));
    co_return removed ? net::http::no_content() : problem(removed.error());
}

awaitable<Response> clear(Parts parts, Request) {
    const auto cleared = co_await parts.files.clear();
    co_return cleared ? json_response(to_json(*cleared)) : problem(cleared.error());
}

}  // namespace

void add_file_routes(net::http::Router& router, Parts parts) {
    const net::http::PartRoutes routes(router, parts);
    routes.add(Method::get, "/api/files", user, list);
    routes.add(Method::del, "/api/files", user, clear);
    routes.add(Method::get, "/api/files/{id}/content", user, download);
    routes.add(Method::del, "/api/files/{id}", user, remove);
    router.add(
        {.method = Method::post,
         .pattern = "/api/files",
         .permission = user,
         .upload = [parts](Request request,
                           net::http::IncomingBody& body) { return upload(parts, std::move(request), body); },
         .max_body_bytes = max_upload_bytes});
}

}  // namespace gantry::fuse::web
