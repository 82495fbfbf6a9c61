#include "cli/doctor.hpp"

#include <fmt/format.h>

#include <boost/asio/io_context.hpp>
#include <charconv>

#include "bambu/camera/framing.hpp"
#include "bambu/discovery/identify.hpp"
#include "bambu/doctor/announcement.hpp"
#include "bambu/doctor/camera.hpp"
#include "bambu/doctor/printer_check.hpp"
#include "bambu/doctor/remote.hpp"
#include "bambu/doctor/surroundings.hpp"
#include "base/supervisor.hpp"
#include "cli/commands.hpp"
#include "cli/doctor_fuse.hpp"

namespace gantry::cli {
namespace {

namespace doctor = bambu::doctor;
constexpr std::uint16_t rtsps_port = 322;
constexpr auto cloud_limit = 8s;
constexpr int nothing_examined = 2;

std::uint16_t camera_port_of(const DoctorOptions& options, const bambu::Model* model) {
    if (options.camera_port != 0) return options.camera_port;
    if (model == nullptr || model->camera == bambu::Camera::jpeg) return bambu::camera::port;
    return model->camera == bambu::Camera::rtsp ? rtsps_port : std::uint16_t{0};
}

// Without credentials the printer still says who it is.
awaitable<doctor::PrinterTarget> target_of(DoctorOptions options) {
    doctor::PrinterTarget target{.address = options.printer,
                                 .mqtt_port = options.mqtt_port,
                                 .ftps_port = options.ftps_port,
                                 .serial = options.serial,
                                 .access_code = Secret(options.code)};
    if (target.serial.empty()) {
        auto identity = co_await bambu::identify(options.printer, options.mqtt_port);
        if (identity) target.serial = identity->serial;
    }
    target.model =
        options.model.empty() ? bambu::model_by_serial(target.serial) : bambu::model_by_name(options.model);
    target.camera_port = camera_port_of(options, target.model);
    co_return target;
}

doctor::PrinterProbes probes_for(const doctor::PrinterTarget& target, std::chrono::seconds listen,
                                 std::chrono::seconds first_picture) {
    return {.connection = {},
            .camera_is_open = {},
            .camera = [target, first_picture] { return doctor::look_through_camera(target, first_picture); },
            .announcement = [target,
                             listen] { return doctor::listen_for(target.serial, target.address, listen); }};
}

std::vector<Checkup::Plan> plan_of(const DoctorOptions& options, const doctor::PrinterTarget& target) {
    auto plan = doctor::printer_plan(target, doctor::Scope::everything);
    if (!options.cloud.empty()) plan.push_back({"cloud", "Gantry (Cloud)"});
    if (options.bambu.given()) plan.push_back({"ttcode", "Bambu's remote view (TTCode)"});
    if (!options.stun.empty()) plan.push_back({"udp", "UDP to the internet"});
    if (!options.turn.empty()) plan.push_back({"turn", "TURN relays for this machine"});
    return plan;
}

// "host:port", or a host alone.
net::stun::Server stun_server(const std::string& text) {
    net::stun::Server server{.host = text.substr(0, text.rfind(':'))};
    const auto colon = text.rfind(':');
    if (colon != text.npos) std::from_chars(text.data() + colon + 1, text.data() + text.size(), server.port);
    return server;
}

awaitable<Finding> look_at_remote_view(DoctorOptions options, std::string serial, StepState camera) {
    using doctor::LocalPicture;
    const auto client = bambu_client(options.bambu);
    if (!client) co_return doctor::failed(doctor::Cause::token_expired, client.error().detail);
    if (serial.empty()) co_return skipped("It needs --serial, because the printer does not say it.");
    const auto local = camera == StepState::failed    ? LocalPicture::missing
                       : camera == StepState::skipped ? LocalPicture::unknown
                                                      : LocalPicture::comes;
    co_return co_await doctor::check_ttcode(*client, std::move(serial), local);
}

using CheckupPtr = std::shared_ptr<Checkup>;  // shared by its branches, which a cancellation may end later

awaitable<void> examine_cloud(CheckupPtr checkup, std::string url) {
    checkup->start("cloud");
    checkup->settle("cloud", co_await doctor::check_cloud(std::move(url), cloud_limit));
}

awaitable<void> examine_remote_view(CheckupPtr checkup, DoctorOptions options, std::string serial) {
    const auto camera = co_await checkup->settled("camera");
    checkup->start("ttcode");
    auto finding = co_await look_at_remote_view(std::move(options), std::move(serial), camera);
    checkup->settle("ttcode", std::move(finding));
}

awaitable<void> examine_relay(CheckupPtr checkup, DoctorOptions options) {
    checkup->start("turn");
    auto server = stun_server(options.turn);
    if (options.turn_transport == "tcp") server.transport = net::stun::Transport::tcp;
    server.username = options.turn_username;
    server.password = options.turn_password;
    checkup->settle("turn", co_await doctor::check_relay(std::move(server)));
}

awaitable<void> examine_udp(CheckupPtr checkup, net::stun::Server server) {
    checkup->start("udp");
    checkup->settle("udp", co_await doctor::check_udp(std::move(server)));
}

// Beside the printer's own check-up: a person waits for the longest of them, not for their sum.
std::vector<Task> examine_surroundings(Supervisor& supervisor, const CheckupPtr& checkup,
                                       const DoctorOptions& options, const std::string& serial) {
    std::vector<Task> tasks;
    if (checkup->plans("cloud"))
        tasks.push_back(supervisor.spawn(
            "cloud", [checkup, url = options.cloud] { return examine_cloud(checkup, url); }));
    if (checkup->plans("ttcode"))
        tasks.push_back(supervisor.spawn("remote view", [checkup, options, serial] {
            return examine_remote_view(checkup, options, serial);
        }));
    if (checkup->plans("udp"))
        tasks.push_back(supervisor.spawn(
            "udp", [checkup, server = stun_server(options.stun)] { return examine_udp(checkup, server); }));
    if (checkup->plans("turn"))
        tasks.push_back(
            supervisor.spawn("turn", [checkup, options] { return examine_relay(checkup, options); }));
    return tasks;
}

awaitable<Report> examine_printer(DoctorOptions options, WorkerPool& pool, StepPrinter& printer) {
    auto target = co_await target_of(options);
    auto plan = plan_of(options, target);
    const auto executor = co_await asio::this_coro::executor;
    const auto checkup = std::make_shared<Checkup>(executor, std::move(plan));
    const auto printing = checkup->changed().subscribe([&] {
        if (!options.json) printer.take(checkup->report());
    });
    auto probes = probes_for(target, std::chrono::seconds(options.listen_seconds),
                             std::chrono::seconds(options.picture_seconds));
    Supervisor supervisor(executor, "doctor");
    auto surroundings = examine_surroundings(supervisor, checkup, options, target.serial);
    std::stop_source stop;
    co_await doctor::check_printer(checkup, std::move(target), std::move(probes), pool, stop.get_token());
    for (auto& task : surroundings)
        co_await task.join();
    checkup->finish(doctor::failed(doctor::Cause::no_answer, "No answer in time."));
    co_return checkup->report();
}

awaitable<int> examine_one(DoctorOptions options, WorkerPool& pool) {
    StepPrinter printer;
    const auto report = co_await examine_printer(options, pool, printer);
    if (options.json) fmt::print("{}\n", to_text(to_document(options.printer, report)));
    co_return is_well(report) ? 0 : 1;
}

}  // namespace

int examine(DoctorOptions options) {
    if (!options.printer.empty() && options.code.empty()) {
        fmt::print(stderr,
                   "gantry doctor: --printer needs --code, the access code on the printer's screen\n");
        return nothing_examined;
    }
    if (!options.turn_password_file.empty()) {
        auto password = read_secret(options.turn_password_file);
        if (!password) {
            fmt::print(stderr, "gantry doctor: {}\n", password.error().detail);
            return nothing_examined;
        }
        options.turn_password = *std::move(password);
    }
    WorkerPool pool(1);
    asio::io_context loop;
    Supervisor supervisor(loop.get_executor(), "doctor");
    int status = nothing_examined;
    supervisor.run("examine", [&]() -> awaitable<void> {
        status = co_await (options.printer.empty() ? examine_fuse(options) : examine_one(options, pool));
    });
    loop.run();
    return status;
}

}  // namespace gantry::cli
