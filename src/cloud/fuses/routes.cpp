#include "cloud/fuses/routes.hpp"

#include "cloud/accounts/accounts.hpp"
#include "cloud/web/paging.hpp"

namespace gantry::cloud::fuses {
namespace {

using accounts::person_of;
using net::http::Method;
using net::http::problem;
using net::http::Request;
using net::http::Response;

struct FuseView {
    FuseId id;
    std::string name;
    std::string host_name;
    std::string software;
    bool online = false;
    std::int64_t last_seen_at = 0;
    std::int64_t printers = 0;
};
BOOST_DESCRIBE_STRUCT(FuseView, (), (id, name, host_name, software, online, last_seen_at, printers))

struct Renaming {
    std::string name;
};
BOOST_DESCRIBE_STRUCT(Renaming, (), (name))

awaitable<Response> list(Repository& fuses, const gateway::Gateway& gateway, const printers::Fleet& fleet,
                         Request request) {
    const auto found = co_await fuses.fuses_of(person_of(request).member.store);
    if (!found) co_return problem(found.error());
    std::vector<FuseView> views;
    for (const auto& fuse : *found) {
        views.push_back({fuse.id, fuse.name.empty() ? fuse.host_name : fuse.name, fuse.host_name,
                         fuse.software, gateway.online(fuse.id), fuse.last_seen_at, fleet.count_of(fuse.id)});
    }
    co_return web::part_of(request, std::move(views), [](const FuseView& fuse) { return fuse.id.text(); });
}

awaitable<Response> rename(Repository& fuses, audit::Log& audit, Request request) {
    const auto wanted = net::http::body_as<Renaming>(request);
    if (!wanted) co_return problem(wanted.error());
    if (!wanted->name.empty()) {
        if (auto named = accounts::check_name(wanted->name, "name"); !named) co_return problem(named.error());
    }
    const auto& person = person_of(request);
    const auto before = co_await fuses.rename(person.member.store, FuseId(request.part("id")), wanted->name);
    if (!before) co_return problem(before.error());
    audit::Entry entry{person.member.store, accounts::actor_of(person), "fuse.renamed", *before};
    entry.detail = {{"name", wanted->name}};
    const auto noted = co_await audit.note(std::move(entry));
    co_return noted ? net::http::no_content() : problem(noted.error());
}

awaitable<Response> revoke(Repository& fuses, gateway::Gateway& gateway, audit::Log& audit, Request request) {
    const FuseId fuse(request.part("id"));
    const auto& person = person_of(request);
    const auto removed = co_await fuses.remove(person.member.store, fuse);
    if (!removed) co_return problem(removed.error());
    gateway.cut(fuse);
    audit::Entry entry{person.member.store, accounts::actor_of(person), "fuse.revoked", *removed};
    const auto noted = co_await audit.note(std::move(entry));
    if (!noted) co_return problem(noted.error());
    co_return net::http::no_content();
}

}  // namespace

void add_routes(net::http::Router& router, Repository& fuses, gateway::Gateway& gateway,
                const printers::Fleet& fleet, audit::Log& audit) {
    router.add({.pattern = "/api/fuses",
                .permission = "fuse.view",
                .handler = [&fuses, &gateway, &fleet](Request request) {
                    return list(fuses, gateway, fleet, std::move(request));
                }});
    router.add(
        {.method = Method::patch,
         .pattern = "/api/fuses/{id}",
         .permission = "fuse.manage",
         .handler = [&fuses, &audit](Request request) { return rename(fuses, audit, std::move(request)); }});
    router.add({.method = Method::del,
                .pattern = "/api/fuses/{id}",
                .permission = "fuse.manage",
                .handler = [&fuses, &gateway, &audit](Request request) {
                    return revoke(fuses, gateway, audit, std::move(request));
                }});
}

}  // namespace gantry::cloud::fuses
