// Files on their way to printers: list, send, stop.
#include "fuse/web/routes.hpp"
#include "net/http/part_routes.hpp"

namespace gantry::fuse::web {
namespace {

using net::http::json_response;
using net::http::Method;
using net::http::problem;
using net::http::Request;
using net::http::Response;

struct NewTransfer {
    std::string file;
    std::string printer;
};
BOOST_DESCRIBE_STRUCT(NewTransfer, (), (file, printer))

awaitable<Response> list(Parts parts, Request) {
    co_return json_response(transfers_view(parts));
}

awaitable<Response> send(Parts parts, Request request) {
    auto wanted = net::http::body_as<NewTransfer>(request);
    if (!wanted) co_return problem(wanted.error());
    const auto transfer = co_await parts.transfers.send(files::FileId(std::move(wanted->file)),
                                                        farm::PrinterId(std::move(wanted->printer)));
    co_return transfer ? json_response(to_json(*transfer), 201) : problem(transfer.error());
}

awaitable<Response> end(Parts parts, Request request) {
    const auto ended = parts.transfers.end(transfers::TransferId(request.part("id")));
    co_return ended ? net::http::no_content() : problem(ended.error());
}

}  // namespace

void add_transfer_routes(net::http::Router& router, Parts parts) {
    const net::http::PartRoutes routes(router, parts);
    routes.add(Method::get, "/api/transfers", user, list);
    routes.add(Method::post, "/api/transfers", user, send);
    routes.add(Method::del, "/api/transfers/{id}", user, end);
}

}  // namespace gantry::fuse::web
