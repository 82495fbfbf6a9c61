#include "cloud/doctor/checks.hpp"

#include "base/random.hpp"

namespace gantry::cloud::doctor {
namespace {

constexpr auto log_area = "cloud.doctor";
constexpr auto too_old =
    "The Fuse did not finish the check in time. One that is older than this Gantry does not know it";

json::object ended(const std::string& request, const Error& reason) {
    return {{"type", "check.ended"},
            {"request", request},
            {"code", name_of(reason.code)},
            {"detail", reason.detail}};
}

}  // namespace

Checks::Checks(Executor executor, const printers::Fleet& fleet, gateway::Gateway& gateway,
               live::IceOptions ice, Limits limits)
    : fleet_(fleet),
      gateway_(gateway),
      ice_(std::move(ice)),
      limits_(limits),
      supervisor_(std::move(executor), log_area) {}

Result<FuseId> Checks::admit(const Viewer& viewer, const Start& start) const {
    const auto& member = viewer.member();
    const auto* view = fleet_.find(member, start.printer);
    if (view == nullptr) return fail(Errc::not_found, "no such printer");
    if (!fleet_.allows(member, farm::permission::printer_camera, start.printer))
        return fail(Errc::forbidden, "you may not watch cameras; an owner of the store can grant it");
    if (!gateway_.online(view->fuse_id)) return fail(Errc::offline, "Fuse offline");
    const auto own =
        std::ranges::count_if(checks_, [&](const auto& entry) { return entry.second.viewer == &viewer; });
    if (static_cast<std::size_t>(own) >= limits_.checks_per_viewer)
        return fail(Errc::busy, "this page runs too many checks already");
    return view->fuse_id;
}

void Checks::start(Viewer& viewer, Start start) {
    const auto fuse = admit(viewer, start);
    if (!fuse) return viewer.tell(ended(start.request, fuse.error()));
    const auto id = random_id();
    Check check{.viewer = &viewer, .request = start.request, .printer = start.printer, .fuse = *fuse};
    check.limit = supervisor_.spawn("limit", [this, id]() -> awaitable<void> {
        co_await sleep_for(limits_.whole);
        end(id, {Errc::timeout, too_old});
    });
    checks_.emplace(id, std::move(check));
    const auto now = std::chrono::system_clock::now();
    const auto servers = live::ice_servers(ice_, viewer.member().id.text(), start.printer.text(), now);
    viewer.tell({{"type", "check.ready"}, {"request", start.request}, {"ice_servers", to_json(servers)}});
    const farm::gateway::Check question{
        .id = id,
        .printer = start.printer,
        .ice_servers = live::ice_servers(ice_, fuse->text(), start.printer.text(), now)};
    if (const auto sent = gateway_.send(*fuse, question); !sent) end(id, sent.error());
}

void Checks::fuse_says(const FuseId& fuse, const farm::gateway::CheckReport& report) {
    const auto found = checks_.find(report.id);
    if (found == checks_.end() || found->second.fuse != fuse) return;
    if (report.problem) {
        Error reason{Errc::rejected, report.problem->detail};
        boost::describe::enum_from_string(report.problem->code.c_str(), reason.code);
        return end(report.id, reason);
    }
    const auto viewer = found->second.viewer;
    const json::object event = {
        {"type", "check.report"}, {"request", found->second.request}, {"report", to_json(report.report)}};
    if (report.report.done) checks_.erase(found);
    viewer->tell(event);
}

void Checks::fuse_gone(const FuseId& fuse) {
    end_where([&](const Check& check) { return check.fuse == fuse; }, {Errc::offline, "Fuse offline"});
}

void Checks::viewer_gone(Viewer& viewer) {
    std::erase_if(checks_, [&](const auto& entry) { return entry.second.viewer == &viewer; });
}

void Checks::check_again(Viewer& viewer) {
    const auto& member = viewer.member();
    const auto refused = [&](const Check& check) {
        return check.viewer == &viewer &&
               !fleet_.allows(member, farm::permission::printer_camera, check.printer);
    };
    end_where(refused, {Errc::forbidden, "the permission to watch cameras was taken away"});
}

template <class Condition>
void Checks::end_where(Condition condition, const Error& reason) {
    std::vector<std::string> ending;
    for (const auto& [id, check] : checks_)
        if (condition(check)) ending.push_back(id);
    for (const auto& id : ending)
        end(id, reason);
}

void Checks::end(const std::string& id, const Error& reason) {
    auto check = checks_.extract(id);
    if (check.empty()) return;
    check.mapped().viewer->tell(ended(check.mapped().request, reason));
}

}  // namespace gantry::cloud::doctor
