#include "cloud/web/authorize.hpp"

#include "cloud/sessions/cookies.hpp"
#include "net/http/origin.hpp"

namespace gantry::cloud::web {
namespace {

using net::http::Request;

constexpr std::string_view bearer = "Bearer ";

// Empty without one.
Secret bearer_of(const Request& request) {
    const auto header = request.header("authorization");
    return header.starts_with(bearer) ? Secret(std::string(header.substr(bearer.size()))) : Secret();
}

awaitable<Result<>> authorize_device(fuses::Repository& fuses, Request& request) {
    const auto token = bearer_of(request);
    if (token.empty()) co_return fail(Errc::unauthorized, "a device token is needed");
    auto device = co_await fuses.find_by_token(fuses::hash_of(token));
    if (!device) co_return std::unexpected(device.error());
    request.principal = *std::move(device);
    co_return Result<>{};
}

awaitable<Result<>> authorize_wall(walls::Walls& walls, Request& request) {
    const Secret token(std::string(request.cookie(walls::wall_cookie)));
    auto person = co_await walls.who(token, WallLinkId(request.part("id")), request.remote_address);
    if (!person) co_return std::unexpected(person.error());
    request.principal = *std::move(person);
    co_return Result<>{};
}

Result<> authorize_grant(const snapshots::Grants& grants, Request& request) {
    auto grant = grants.open(request);
    if (!grant) return std::unexpected(grant.error());
    request.principal = *std::move(grant);
    return {};
}

Result<> authorize_metrics(const Secret& token, const Request& request) {
    if (token.empty())
        return fail(Errc::unauthorized, "metrics are off: start the server with --metrics-token-file");
    if (bearer_of(request) == token) return {};
    return fail(Errc::unauthorized, "the token of --metrics-token-file is needed, as a bearer");
}

Result<> decide(const accounts::Person& person, const std::string& permission) {
    const bool of_people = permission == "person" || permission == "anybody";
    if (of_people && !person.key.empty()) return fail(Errc::forbidden, "an API key manages no accounts");
    if (of_people) return {};
    if (permission == "server") {
        if (person.member.administrator && person.key.empty()) return {};
        return fail(Errc::forbidden, "only this server's administrator may: who was the first on it");
    }
    if (person.member.store.empty())
        return fail(Errc::forbidden, "you are in no store; make one, or ask for an invitation");
    if (permission == "member") return {};
    if (!farm::allows(person.member.grants, permission))
        return fail(Errc::forbidden, "you lack the permission " + permission);
    // Camera files are given out by what the token says, as any server could that knows the token alone.
    if (permission == farm::permission::printer_camera && !person.camera)
        return fail(Errc::forbidden, "the permission is new; renew the session");
    return {};
}

awaitable<Result<>> authorize_person(sessions::Sessions& sessions, Request& request,
                                     const std::string& permission) {
    auto person = co_await sessions.who(sessions::access_of(request), request.remote_address);
    if (!person && person.error().code == Errc::unauthorized && permission == "anybody") co_return Result<>{};
    if (!person) co_return std::unexpected(person.error());
    auto decided = decide(*person, permission);
    request.principal = *std::move(person);
    co_return decided;
}

// A program that shows a key is taken by it alone, whatever cookies it sends.
awaitable<Result<>> authorize_key(apikeys::ApiKeys& keys, Request& request, const std::string& permission) {
    auto person = co_await keys.who(bearer_of(request), request.remote_address);
    if (!person) co_return std::unexpected(person.error());
    auto decided = decide(*person, permission);
    request.principal = *std::move(person);
    co_return decided;
}

}  // namespace

net::http::Authorize make_authorize(sessions::Sessions& sessions, apikeys::ApiKeys& keys,
                                    fuses::Repository& fuses, walls::Walls& walls,
                                    const snapshots::Grants& grants, Secret metrics_token) {
    return [&, metrics_token](Request& request, const std::string& permission) -> awaitable<Result<>> {
        if (!net::http::same_origin(request))
            co_return fail(Errc::forbidden, "this request comes from a page of another site");
        if (permission == "public") co_return Result<>{};
        if (permission == "metrics") co_return authorize_metrics(metrics_token, request);
        if (permission == "device") co_return co_await authorize_device(fuses, request);
        if (permission == "grant") co_return authorize_grant(grants, request);
        if (permission == "wall") co_return co_await authorize_wall(walls, request);
        if (!request.header("authorization").empty())
            co_return co_await authorize_key(keys, request, permission);
        co_return co_await authorize_person(sessions, request, permission);
    };
}

}  // namespace gantry::cloud::web
