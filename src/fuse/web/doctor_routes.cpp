#include "fuse/web/doctor_routes.hpp"

#include "fuse/web/authorize.hpp"

namespace gantry::fuse::web {
namespace {

using net::http::Request;
using net::websocket::Connection;

constexpr std::uint16_t close_malformed = 4400;
constexpr std::uint16_t close_refused = 4404;
constexpr std::uint16_t close_done = 4000;

Result<doctor::Question> question_of(const Request& request) {
    doctor::Question question;
    if (const auto printer = request.query.find("printer"); printer != request.query.end())
        question.printer = farm::PrinterId(printer->second);
    const auto scope = request.query.find("scope");
    if (scope != request.query.end() &&
        !boost::describe::enum_from_string(scope->second.c_str(), question.scope))
        return fail(Errc::malformed, "scope is everything or camera");
    return question;
}

// The report as it is, and again with each finding.
awaitable<void> show(doctor::Doctor& doctor, Request request, std::unique_ptr<Connection> connection) {
    const auto question = question_of(request);
    if (!question) co_return connection->close(close_malformed, question.error().detail);
    const auto checkup = doctor.examine(*question);
    if (!checkup) co_return connection->close(close_refused, checkup.error().detail);
    auto& page = *connection;
    const auto tell = [&page, &report = (*checkup)->report()] {
        page.send(to_text(to_json(report)));
        if (report.done) page.close(close_done, "done");
    };
    tell();
    const auto telling = (*checkup)->changed().subscribe(tell);
    while (co_await connection->read()) {
        // Pages have nothing to say; reading notices when they leave.
    }
}

}  // namespace

void add_doctor_routes(net::http::Router& router, doctor::Doctor& doctor) {
    router.add({.pattern = "/api/doctor",
                .permission = user,
                .socket = [&doctor](Request request, std::unique_ptr<Connection> connection) {
                    return show(doctor, std::move(request), std::move(connection));
                }});
}

}  // namespace gantry::fuse::web
