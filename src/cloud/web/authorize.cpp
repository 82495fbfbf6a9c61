#include "cloud/web/authorize.hpp"

#include "net/http/origin.hpp"

namespace gantry::cloud::web {
namespace {

using net::http::Request;

constexpr std::string_view bearer = "Bearer ";

awaitable<Result<>> authorize_device(fuses::Repository& fuses, Request& request) {
    const auto header = request.header("authorization");
    if (!header.starts_with(bearer)) co_return fail(Errc::unauthorized, "a device token is needed");
    const Secret token(std::string(header.substr(bearer.size())));
    auto device = co_await fuses.find_by_token(fuses::hash_of(token));
    if (!device) co_return std::unexpected(device.error());
    request.principal = *std::move(device);
    co_return Result<>{};
}

awaitable<Result<>> authorize_person(accounts::Accounts& accounts, Request& request,
                                     const std::string& permission) {
    const Secret token(std::string(request.cookie("gantry_session")));
    auto person = co_await accounts.who(token);
    if (!person) co_return std::unexpected(person.error());
    if (permission != "session" && !farm::allows(person->member.grants, permission))
        co_return fail(Errc::forbidden, "you lack the permission " + permission);
    request.principal = *std::move(person);
    co_return Result<>{};
}

}  // namespace

net::http::Authorize make_authorize(accounts::Accounts& accounts, fuses::Repository& fuses) {
    return [&](Request& request, const std::string& permission) -> awaitable<Result<>> {
        if (!net::http::same_origin(request))
            co_return fail(Errc::forbidden, "this request comes from a page of another site");
        if (permission == "public") co_return Result<>{};
        if (permission == "device") co_return co_await authorize_device(fuses, request);
        co_return co_await authorize_person(accounts, request, permission);
    };
}

}  // namespace gantry::cloud::web
