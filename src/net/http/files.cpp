// serve_application: the files of a built web application, all read at start. A request only looks names up,
// so no path of a request ever reaches the file system.
#include <filesystem>
#include <fstream>
#include <iterator>
#include <unordered_map>

#include "base/bytes.hpp"
#include "base/log.hpp"
#include "net/http/router.hpp"

namespace gantry::net::http {
namespace {

namespace fs = std::filesystem;
constexpr std::uintmax_t max_file_bytes = 16 * 1024 * 1024;

struct File {
    std::string type;
    std::string tag;
    std::string body;
    std::string compressed;  // gzip; empty when there is none
    std::string policy;      // Content-Security-Policy, for pages
    bool hashed_name = false;
};
using Files = std::unordered_map<std::string, File>;

std::string_view type_of(const fs::path& path) {
    static const std::unordered_map<std::string, std::string_view> types = {
        {".html", "text/html; charset=utf-8"},
        {".js", "text/javascript; charset=utf-8"},
        {".css", "text/css; charset=utf-8"},
        {".json", "application/json"},
        {".yaml", "application/yaml"},
        {".webmanifest", "application/manifest+json"},
        {".svg", "image/svg+xml"},
        {".png", "image/png"},
        {".ico", "image/x-icon"},
        {".webp", "image/webp"},
        {".jpg", "image/jpeg"},
        {".woff2", "font/woff2"},
        {".txt", "text/plain; charset=utf-8"}};
    const auto found = types.find(path.extension().string());
    return found == types.end() ? "application/octet-stream" : found->second;
}

std::string read_file(const fs::path& path) {
    std::ifstream stream(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

// The page's own inline scripts (the theme before the first paint) by their hash; no others.
std::string policy_for(std::string_view page) {
    std::string scripts = "'self'";
    constexpr std::string_view open = "<script>";
    for (auto start = page.find(open); start != page.npos; start = page.find(open, start)) {
        start += open.size();
        const auto end = page.find("</script>", start);
        if (end == page.npos) break;
        scripts += " 'sha256-" + to_base64(sha256(as_bytes(page.substr(start, end - start)))) + "'";
    }
    return "default-src 'self'; script-src " + scripts +
           "; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; media-src 'self' blob:; "
           "font-src 'self' data:; object-src 'none'; base-uri 'self'; form-action 'self'; "
           "frame-ancestors 'none'";
}

File load(const fs::path& path, const std::string& name) {
    File file{.type = std::string(type_of(path)), .body = read_file(path)};
    file.tag = '"' + to_hex(sha256(as_bytes(file.body))).substr(0, 20) + '"';
    file.hashed_name = name.starts_with("assets/");
    if (file.type.starts_with("text/html")) file.policy = policy_for(file.body);
    const fs::path compressed = path.string() + ".gz";
    if (fs::is_regular_file(compressed) && fs::file_size(compressed) <= max_file_bytes) {
        file.compressed = read_file(compressed);
    }
    return file;
}

Files load_all(const fs::path& folder) {
    Files files;
    std::error_code error;
    for (const auto& entry : fs::recursive_directory_iterator(folder, error)) {
        if (!entry.is_regular_file() || entry.is_symlink() || entry.file_size() > max_file_bytes) continue;
        if (entry.path().extension() == ".gz") continue;
        const auto name = entry.path().lexically_relative(folder).generic_string();
        files.emplace(name, load(entry.path(), name));
    }
    if (!files.contains("index.html")) log::warning("net.http", "no web application in {}", folder.string());
    return files;
}

Response respond(const File& file, const Request& request) {
    Response response;
    auto& headers = response.headers;
    headers["cache-control"] = file.hashed_name ? "public, max-age=31536000, immutable" : "no-cache";
    headers["etag"] = file.tag;
    headers["vary"] = "accept-encoding";
    if (request.header("if-none-match") == file.tag) {
        response.status = 304;
        return response;
    }
    headers["content-type"] = file.type;
    if (!file.policy.empty()) {
        headers["content-security-policy"] = file.policy;
        headers["referrer-policy"] = "same-origin";
        headers["x-frame-options"] = "DENY";
    }
    const bool takes_gzip = request.header("accept-encoding").find("gzip") != std::string_view::npos;
    if (takes_gzip && !file.compressed.empty()) {
        headers["content-encoding"] = "gzip";
        response.body = file.compressed;
    } else {
        response.body = file.body;
    }
    return response;
}

Response find_and_respond(const Files& files, const Request& request) {
    const auto& name = request.part("name");
    if (const auto found = files.find(name); found != files.end()) return respond(found->second, request);
    // A page of the application, unless it asks for something that can only be missing.
    const auto index = files.find("index.html");
    if (index == files.end() || name.starts_with("api/") || name.starts_with("assets/")) {
        return problem({Errc::not_found, index == files.end() ? "the web application is not installed here"
                                                              : "nothing is at this address"});
    }
    return respond(index->second, request);
}

}  // namespace

void serve_application(Router& router, std::string folder) {
    auto files = std::make_shared<const Files>(load_all(folder));
    router.add({.method = Method::get,
                .pattern = "/{name*}",
                .permission = "public",
                .handler = [files](Request request) -> awaitable<Response> {
                    co_return find_and_respond(*files, request);
                }});
}

}  // namespace gantry::net::http
