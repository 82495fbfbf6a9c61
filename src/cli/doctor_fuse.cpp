#include "cli/doctor_fuse.hpp"

#include <fmt/format.h>

#include <fstream>

#include "bambu/doctor/surroundings.hpp"
#include "base/within.hpp"
#include "cli/bambu_token.hpp"
#include "cli/doctor.hpp"
#include "farm/fuse_folder.hpp"
#include "net/http/client.hpp"
#include "net/websocket/connection.hpp"

namespace gantry::cli {
namespace {

namespace doctor = bambu::doctor;
using net::websocket::Connection;

constexpr auto whole_limit = 60s;
constexpr std::size_t max_reports = 1000;

struct Named {
    std::string id;
    std::string name;
};
BOOST_DESCRIBE_STRUCT(Named, (), (id, name))

struct View {
    Named printer;
};
BOOST_DESCRIBE_STRUCT(View, (), (printer))

// Where the Fuse of this folder serves its page: it writes it down when it starts.
std::string page_of(const std::string& folder) {
    std::ifstream file(folder + "/" + farm::page_url_file);
    std::string url;
    std::getline(file, url);
    return url.starts_with("http://") ? url : "";
}

// How the running Fuse is asked: as whoever is at its machine, or with the session of whoever signed in.
struct Door {
    std::string page;
    net::http::Headers headers;
};

// Errors: those of fetch, and unauthorized (a wrong password, or too many of them).
awaitable<Result<Door>> sign_in(std::string page, Secret password) {
    const json::object body = {{"password", password.reveal()}};
    net::http::ClientRequest request{
        .method = net::http::Method::post, .url = page + "/api/session", .body = to_text(body)};
    request.headers["content-type"] = "application/json";
    const auto answer = co_await net::http::fetch(std::move(request));
    if (!answer) co_return std::unexpected(answer.error());
    if (answer->status == 429)
        co_return fail(Errc::unauthorized, "Fuse lets nobody try a password now; try again in a minute");
    if (answer->status / 100 != 2 || answer->cookies.empty())
        co_return fail(Errc::unauthorized, "Fuse refuses the password of --password-file");
    const auto& cookie = answer->cookies.front();
    co_return Door{std::move(page), {{"cookie", cookie.substr(0, cookie.find(';'))}}};
}

awaitable<Result<Door>> open_door(std::string page, const std::string& password_file) {
    if (password_file.empty()) co_return Door{std::move(page), {}};
    auto password = read_secret(password_file);
    if (!password) co_return fail(Errc::unauthorized, password.error().detail);
    co_return co_await sign_in(std::move(page), *std::move(password));
}

// A session of ours is of no use to anybody afterwards.
awaitable<void> close_door(Door door) {
    if (door.headers.empty()) co_return;
    net::http::ClientRequest request{.method = net::http::Method::del,
                                     .url = door.page + "/api/session",
                                     .headers = std::move(door.headers)};
    static_cast<void>(co_await net::http::fetch(std::move(request)));
}

awaitable<Result<std::vector<View>>> printers_of(Door door) {
    net::http::ClientRequest request{.url = door.page + "/api/printers",
                                     .headers = std::move(door.headers),
                                     .max_response_bytes = 16 * 1024 * 1024};
    const auto answer = co_await net::http::fetch(std::move(request));
    if (!answer) co_return std::unexpected(answer.error());
    if (answer->status == 401)
        co_return fail(Errc::unauthorized,
                       "Fuse asks for its password here: name a file with it, --password-file FILE (- reads "
                       "standard input)");
    if (answer->status != 200)
        co_return fail(Errc::forbidden, fmt::format("{} answers with status {}", door.page, answer->status));
    co_return parse_as<std::vector<View>>(answer->body, {.max_bytes = 16 * 1024 * 1024});
}

awaitable<Result<Report>> follow(std::unique_ptr<Connection> connection, StepPrinter* printer) {
    for (std::size_t i = 0; i < max_reports; ++i) {
        const auto text = co_await connection->read();
        if (!text) break;
        auto report = parse_as<Report>(*text);
        if (!report) co_return std::unexpected(report.error());
        if (printer != nullptr) printer->take(*report);
        if (report->done) co_return report;
    }
    co_return fail(Errc::offline, "Fuse ended the checks");
}

awaitable<Result<Report>> ask(Door door, std::string query, StepPrinter* printer) {
    const auto url = "ws" + door.page.substr(std::string_view("http").size()) + "/api/doctor" + query;
    net::websocket::ClientRequest request{.url = url, .headers = std::move(door.headers)};
    auto connection = co_await net::websocket::connect(std::move(request));
    if (!connection) co_return std::unexpected(connection.error());
    try {
        co_return co_await within(whole_limit, follow(std::move(*connection), printer));
    } catch (const SystemError& e) {
        co_return fail(Errc::offline, e.code().message());
    }
}

Step step_of(std::string id, std::string name, Finding finding) {
    return {std::move(id), std::move(name), finding.state, std::move(finding.seen), std::move(finding.cause)};
}

void show(const DoctorOptions& options, const std::string& subject, const Report& report) {
    if (options.json) {
        fmt::print("{}\n", to_text(to_document(subject, report)));
        return;
    }
    StepPrinter printer;
    printer.take(report);
}

// No Fuse answers: what can be said from here.
awaitable<int> examine_absent(DoctorOptions options, std::string folder, std::string seen) {
    Report report{.done = true};
    report.steps.push_back(
        step_of("fuse", "Fuse runs", doctor::failed(doctor::Cause::fuse_not_running, std::move(seen))));
    report.steps.push_back(step_of("disk", "Disk of Fuse", doctor::check_disk(folder)));
    if (!options.cloud.empty()) {
        auto cloud = co_await doctor::check_cloud(options.cloud, 8s);
        report.steps.push_back(step_of("cloud", "Gantry (Cloud)", std::move(cloud)));
    }
    show(options, "Fuse", report);
    co_return 1;
}

awaitable<bool> examine_subject(const DoctorOptions& options, Door door, std::string subject,
                                std::string query) {
    StepPrinter printer;
    if (!options.json) fmt::print("{}\n", subject);
    const auto report = co_await ask(std::move(door), std::move(query), options.json ? nullptr : &printer);
    if (!report) {
        fmt::print(stderr, "gantry doctor: {}: {}\n", subject, report.error().detail);
        co_return false;
    }
    if (options.json) fmt::print("{}\n", to_text(to_document(subject, *report)));
    co_return is_well(*report);
}

// Why nothing can be asked: it is not there, or does not let us in.
awaitable<int> examine_closed(DoctorOptions options, std::string page, Error why) {
    if (why.code != Errc::forbidden && why.code != Errc::unauthorized)
        co_return co_await examine_absent(options, options.data, page + ": " + why.detail + ".");
    fmt::print(stderr, "gantry doctor: {}\n", why.detail);
    co_return 2;
}

awaitable<int> examine_open(DoctorOptions options, Door door) {
    const auto printers = co_await printers_of(door);
    if (!printers) co_return co_await examine_closed(options, door.page, printers.error());
    bool well = co_await examine_subject(options, door, "Fuse", "");
    for (const auto& [printer] : *printers) {
        const bool this_one = co_await examine_subject(options, door, printer.name, "?printer=" + printer.id);
        well = well && this_one;
    }
    co_return well ? 0 : 1;
}

}  // namespace

awaitable<int> examine_fuse(DoctorOptions options) {
    const auto page = page_of(options.data);
    if (page.empty())
        co_return co_await examine_absent(options, options.data,
                                          "No Fuse has run with " + options.data + ".");
    const auto door = co_await open_door(page, options.password_file);
    if (!door) co_return co_await examine_closed(options, page, door.error());
    const auto exit_code = co_await examine_open(options, *door);
    co_await close_door(*door);
    co_return exit_code;
}

}  // namespace gantry::cli
