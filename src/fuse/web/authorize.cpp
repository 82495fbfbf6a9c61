#include "fuse/web/authorize.hpp"

#include "net/http/origin.hpp"

namespace gantry::fuse::web {
namespace {

using access::Access;
using net::http::Request;

constexpr std::string_view bearer = "Bearer ";

Result<> admit_session(Access& access, Request& request, const Secret& token, access::Kind kind) {
    const auto session = access.who(token, visitor_of(request));
    if (!session || session->kind != kind) {
        return fail(Errc::unauthorized, access.has_password()
                                            ? "Sign in first."
                                            : "Set a password first, with the setup code of this Fuse.");
    }
    request.principal = access::Asker{session->id};
    request.revoked = access.end_of(session->id);
    return {};
}

Result<> decide(Access& access, Request& request, std::string_view permission) {
    if (!net::http::same_origin(request))
        return fail(Errc::forbidden, "a page of another address may not do this");
    if (permission == everyone) return {};
    if (permission != watcher && permission != user && permission != machine)
        return fail(Errc::internal, "a permission that nobody knows");
    if (net::http::asked_by_foreign_page(request))
        return fail(Errc::forbidden, "a page of another address may not read this");
    if (permission == machine && !request.from_this_machine)
        return fail(Errc::forbidden,
                    "This is possible on Fuse's own machine only, under http://localhost there.");
    if (request.from_this_machine && access.local_people() == access::LocalPeople::open) {
        request.principal = access::Asker{};
        return {};
    }
    const auto header = request.header("authorization");
    if (permission == watcher && header.starts_with(bearer)) {
        const Secret token(std::string(header.substr(bearer.size())));
        return admit_session(access, request, token, access::Kind::player);
    }
    const Secret token(std::string(request.cookie(session_cookie)));
    return admit_session(access, request, token, access::Kind::person);
}

}  // namespace

access::Visitor visitor_of(const Request& request) {
    return {request.remote_address, std::string(request.header("user-agent"))};
}

net::http::Authorize make_authorize(Access& access) {
    return [&access](Request& request, const std::string& permission) -> awaitable<Result<>> {
        co_return decide(access, request, permission);
    };
}

}  // namespace gantry::fuse::web
