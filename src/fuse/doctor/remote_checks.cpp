#include "fuse/doctor/remote_checks.hpp"

#include "fuse/gateway/ice_servers.hpp"

namespace gantry::fuse::doctor {
namespace {

namespace wire = farm::gateway;
constexpr std::size_t max_following = 64;

wire::CheckReport refusal(const std::string& id, const Error& error) {
    return {.id = id, .problem = farm::Problem{std::string(name_of(error.code)), error.detail}};
}

}  // namespace

void RemoteChecks::begin(const wire::Check& check, Send send) {
    if (following_.size() >= max_following || following_.contains(check.id))
        return send(refusal(check.id, {Errc::busy, "too many check-ups run at once"}));
    const Question question{.printer = check.printer,
                            .scope = Scope::camera,
                            .asker = Asker::cloud,
                            .ice_servers = gateway::ice_servers_of(check.ice_servers)};
    const auto checkup = doctor_.examine(question);
    if (!checkup) return send(refusal(check.id, checkup.error()));
    const auto tell = [this, id = check.id, send, &report = (*checkup)->report()] {
        send(wire::CheckReport{.id = id, .report = report});
        if (report.done) following_.erase(id);
    };
    following_.emplace(check.id, Following{*checkup, (*checkup)->changed().subscribe(tell)});
    tell();
}

}  // namespace gantry::fuse::doctor
