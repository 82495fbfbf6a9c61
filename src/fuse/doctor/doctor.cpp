#include "fuse/doctor/doctor.hpp"

#include "bambu/doctor/surroundings.hpp"
#include "base/within.hpp"
#include "fuse/camera_rules.hpp"
#include "fuse/doctor/facts.hpp"
#include "fuse/doctor/servers.hpp"
#include "fuse/doctor/sight.hpp"

namespace gantry::fuse::doctor {
namespace {

namespace lab = bambu::doctor;
using lab::Cause;

constexpr std::size_t max_running = 16;

std::string key_of(const Question& question) {
    const auto printer = question.printer ? question.printer->text() : "";
    std::string key = printer + (question.scope == Scope::camera ? " camera" : " all");
    key += question.asker == Asker::cloud ? " cloud" : " here";
    return key;
}

}  // namespace

// One check-up under way.
class Doctor::Course : public std::enable_shared_from_this<Doctor::Course> {
public:
    Course(const Executor& executor, const Patients& patients, const Limits& limits, Question question,
           std::stop_token stop)
        : patients_(patients),
          limits_(limits),
          question_(std::move(question)),
          stop_(std::move(stop)),
          examiner_(examiner()),
          examination_(examination()),
          checkup_(std::make_shared<Checkup>(executor, plan())) {}

    const std::shared_ptr<Checkup>& checkup() const { return checkup_; }
    awaitable<void> run();

private:
    using Branch = awaitable<void> (Course::*)();

    const printers::PrinterSession* session() const {
        return question_.printer ? patients_.printers.find(*question_.printer) : nullptr;
    }
    const printers::Examiner* examiner() const {
        if (session() == nullptr) return nullptr;
        const auto found = patients_.examiners.find(session()->config().printer.driver);
        return found == patients_.examiners.end() ? nullptr : found->second.get();
    }
    bool has_camera() const { return session() != nullptr && farm::has_camera(session()->config().printer); }
    printers::Examination examination() const;
    std::vector<Checkup::Plan> plan() const;
    void settle_toggle();
    void settle_remote();
    awaitable<void> examine_printer();
    awaitable<void> examine_without_examiner();
    awaitable<void> examine_itself();
    awaitable<void> examine_servers();
    awaitable<void> examine_stun();
    awaitable<void> examine_turn();
    awaitable<void> examine_snapshot_storage();
    awaitable<Finding> look();

    Patients patients_;
    Limits limits_;
    Question question_;
    std::stop_token stop_;
    const printers::Examiner* examiner_;
    printers::Examination examination_;
    std::shared_ptr<Checkup> checkup_;
};

printers::Examination Doctor::Course::examination() const {
    printers::Examination known{
        .scope = question_.scope, .listen = limits_.announcement, .pool = &patients_.pool, .stop = stop_};
    if (session() == nullptr) return known;
    known.config = session()->config();
    known.state = session()->state();
    known.with_camera =
        has_camera() && may_use(CameraUse::open, patients_.settings.get(), known.config.switches).has_value();
    return known;
}

std::vector<Checkup::Plan> Doctor::Course::plan() const {
    std::vector<Checkup::Plan> plan;
    if (session() != nullptr) {
        plan.push_back({"cameras", "Cameras switched on in Fuse"});
        if (examiner_ != nullptr) {
            auto steps = examiner_->plan(examination_);
            plan.insert(plan.end(), steps.begin(), steps.end());
        } else {
            plan.push_back({"printer", "Printer reachable"});
            if (examination_.with_camera) plan.push_back({"camera", "Pictures coming"});
        }
    } else {
        plan.push_back({"disk", "Disk of Fuse"});
    }
    plan.push_back({"cloud", "Fuse at Gantry (Cloud)"});
    plan.push_back({"remote", "Allow remote stream access"});
    if (session() != nullptr && has_camera()) {
        plan.push_back({"snapshots", "Snapshots"});
        plan.push_back({"snapshot_storage", "Snapshot storage of Gantry"});
    }
    // A page of the Cloud brings the servers along; for itself a Fuse asks the Cloud for them.
    const bool belongs_to_a_store =
        patients_.gateway.link().state != gateway::CloudState::not_activated && patients_.ask_for_servers;
    if (question_.asker == Asker::cloud || (session() == nullptr && belongs_to_a_store)) {
        plan.push_back({"stun", "STUN answers Fuse"});
        plan.push_back({"turn", "TURN relays for Fuse"});
    }
    return plan;
}

void Doctor::Course::settle_toggle() {
    if (!has_camera()) {
        const auto finding = question_.scope == Scope::camera
                                 ? lab::failed(Cause::no_camera, "This printer has no camera.")
                                 : skipped("This printer has no camera.");
        return checkup_->settle("cameras", finding);
    }
    checkup_->settle("cameras", judge_camera_switch(patients_.settings.get(), examination_.config.switches));
}

void Doctor::Course::settle_remote() {
    const auto& settings = patients_.settings.get();
    checkup_->settle("cloud", judge_link(patients_.gateway.link(), question_.asker));
    checkup_->settle("remote", judge_remote(settings, examination_.config.switches, question_.asker));
    if (question_.printer)
        checkup_->settle("snapshots", judge_snapshots(settings, examination_.config.switches,
                                                      patients_.snapshots, *question_.printer));
}

// Nothing that it needs is off: does the place answer where the pictures go?
awaitable<void> Doctor::Course::examine_snapshot_storage() {
    if (!checkup_->plans("snapshot_storage")) co_return;
    if (patients_.gateway.link().state != gateway::CloudState::connected)
        co_return checkup_->settle("snapshot_storage",
                                   skipped("It shows only when Fuse is connected to Gantry."));
    checkup_->start("snapshot_storage");
    checkup_->settle("snapshot_storage", judge_storage(co_await patients_.snapshots.reach_storage()));
}

awaitable<Finding> Doctor::Course::look() {
    const auto feed = patients_.cameras.find(*question_.printer);
    if (!feed) co_return lab::failed(Cause::no_camera, feed.error().detail);
    // As they are now: somebody may have switched the light since the check-up began.
    const auto state = session() != nullptr ? session()->state() : examination_.state;
    lab::Circumstances circumstances{.wifi_dbm = state.wifi_dbm, .light_on = state.light_on};
    co_return co_await look_through(*feed, patients_.pool, circumstances, limits_.first_picture);
}

// Of such a printer only its connection is known, and its pictures.
awaitable<void> Doctor::Course::examine_without_examiner() {
    const auto& state = examination_.state;
    const bool online = state.connection == farm::Connection::online;
    const auto seen = state.problem ? state.problem->detail : std::string("Not connected.");
    checkup_->settle("printer",
                     online ? passed("Fuse is connected to it.") : lab::failed(Cause::printer_silent, seen));
    if (!checkup_->plans("camera")) co_return;
    if (!online) co_return checkup_->settle("camera", skipped("It shows only when the printer answers."));
    checkup_->start("camera");
    auto finding = co_await look();
    checkup_->settle("camera", std::move(finding));
}

awaitable<void> Doctor::Course::run() {
    const std::shared_ptr<void> at_the_end(nullptr, [checkup = checkup_](void*) {
        checkup->finish(lab::failed(Cause::no_answer, "No answer in time."));
    });
    if (session() == nullptr) co_return co_await examine_itself();
    settle_toggle();
    settle_remote();
    // Beside the printer's: none of them needs to know how another one went.
    Supervisor supervisor(co_await asio::this_coro::executor, "fuse.doctor");
    std::vector<Task> tasks;
    for (const Branch branch :
         {&Course::examine_snapshot_storage, &Course::examine_stun, &Course::examine_turn})
        tasks.push_back(
            supervisor.spawn("check", [self = shared_from_this(), branch] { return (*self.*branch)(); }));
    co_await examine_printer();
    for (auto& task : tasks)
        co_await task.join();
}

awaitable<void> Doctor::Course::examine_itself() {
    auto work = [folder = patients_.data] { return lab::check_disk(folder); };
    checkup_->start("disk");
    checkup_->settle("disk", co_await patients_.pool.run(std::move(work)));
    settle_remote();
    co_await examine_servers();
}

awaitable<void> Doctor::Course::examine_servers() {
    if (!checkup_->plans("stun")) co_return;
    if (question_.asker == Asker::here) {
        checkup_->start("stun");
        auto servers = co_await patients_.ask_for_servers();
        if (!servers) {
            const auto seen = "Gantry did not name its servers: " + servers.error().detail + ".";
            checkup_->settle("stun", skipped(seen));
            co_return checkup_->settle("turn", skipped(seen));
        }
        question_.ice_servers = *std::move(servers);
    }
    co_await examine_stun();
    co_await examine_turn();
}

awaitable<void> Doctor::Course::examine_stun() {
    if (!checkup_->plans("stun")) co_return;
    checkup_->start("stun");
    checkup_->settle("stun", co_await check_stun(question_.ice_servers));
}

awaitable<void> Doctor::Course::examine_turn() {
    if (!checkup_->plans("turn")) co_return;
    checkup_->start("turn");
    checkup_->settle("turn", co_await check_turn(question_.ice_servers));
}

awaitable<void> Doctor::Course::examine_printer() {
    if (examiner_ == nullptr) co_return co_await examine_without_examiner();
    auto examination = examination_;
    examination.camera_is_open = [self = shared_from_this()] {
        const auto* feed = self->patients_.cameras.known(*self->question_.printer);
        return feed != nullptr && feed->status().state == cameras::FeedState::streaming;
    };
    examination.look_through_camera = [self = shared_from_this()] { return self->look(); };
    co_await examiner_->examine(checkup_, std::move(examination));
}

Doctor::Doctor(Executor executor, Patients patients, Limits limits)
    : executor_(executor),
      patients_(std::move(patients)),
      limits_(limits),
      supervisor_(std::move(executor), "fuse.doctor") {}

Doctor::~Doctor() {
    stop_.request_stop();
}

Result<std::shared_ptr<Checkup>> Doctor::examine(const Question& question) {
    if (question.printer && patients_.printers.find(*question.printer) == nullptr)
        return fail(Errc::not_found, "no such printer");
    const auto key = key_of(question);
    std::erase_if(running_, [](const auto& entry) {
        const auto checkup = entry.second.lock();
        return !checkup || checkup->report().done;
    });
    if (const auto known = running_.find(key); known != running_.end())
        if (auto checkup = known->second.lock()) return checkup;
    if (running_.size() >= max_running) return fail(Errc::busy, "too many check-ups run at once");
    const auto course = std::make_shared<Course>(executor_, patients_, limits_, question, stop_.get_token());
    running_[key] = course->checkup();
    supervisor_.run("checkup", [course] { return course->run(); });
    return course->checkup();
}

awaitable<void> Doctor::stop() {
    stop_.request_stop();
    co_await supervisor_.stop();
}

}  // namespace gantry::fuse::doctor
