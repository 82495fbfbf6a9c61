// One reader, from its first word to its last.
#include "base/clock.hpp"
#include "base/log.hpp"
#include "base/within.hpp"
#include "fuse/stats/stats.hpp"

namespace gantry::fuse::stats {
awaitable<void> Stats::serve(net::http::Request request,
                             std::unique_ptr<net::websocket::Connection> connection) {
    if (feed_.readers().size() >= limits_.readers)
        co_return connection->close(close_too_many, "too many readers");
    Reader reader{.connection = *connection,
                  .visitor = {request.remote_address, std::string(request.header("user-agent"))},
                  .since = unix_ms_now(),
                  .choice = *parse_choice(request.query["printers"])};
    const auto* session = std::any_cast<access::Session>(&request.principal);
    if (session != nullptr) reader.name = session->name;
    const bool is_open = request.from_this_machine && access_.local_people() == access::LocalPeople::open;
    if (session == nullptr && !is_open && !co_await ask_for_token(reader)) co_return;
    const auto listening = feed_.tell(reader);
    co_await listen(reader);
}

awaitable<bool> Stats::ask_for_token(Reader& reader) {
    if (*unknown_ >= limits_.unknown) {
        reader.connection.close(close_too_many, "too many readers");
        co_return false;
    }
    ++*unknown_;
    const std::shared_ptr<void> at_the_end(nullptr, [unknown = unknown_](void*) { --*unknown; });
    std::optional<std::string> text;
    try {
        text = co_await within(limits_.to_authenticate, reader.connection.read());
    } catch (const SystemError& e) {
        if (e.code() != asio::error::timed_out) throw;
    }
    const auto request = parse_request(text.value_or(""));
    const auto* shown = request ? std::get_if<Authenticate>(&*request) : nullptr;
    if (!authenticate(reader, shown == nullptr ? Secret() : shown->token)) co_return false;
    if (feed_.readers().size() < limits_.readers) co_return true;
    reader.connection.close(close_too_many, "too many readers");
    co_return false;
}

bool Stats::authenticate(Reader& reader, const Secret& token) {
    const auto session = access_.who(token, reader.visitor);
    if (!session || session->kind != access::Kind::reader) {
        reader.connection.close(close_unauthorized, "no valid token");
        return false;
    }
    reader.name = session->name;
    reader.revoked = access_.end_of(session->id);
    reader.ends = reader.revoked->subscribe(
        [&reader] { reader.connection.close(close_unauthorized, "the token is revoked"); });
    return true;
}

awaitable<void> Stats::listen(Reader& reader) {
    while (const auto text = co_await reader.connection.read()) {
        auto request = parse_request(*text);
        if (!request) co_return reader.connection.close(close_malformed, request.error().detail);
        if (const auto* shown = std::get_if<Authenticate>(&*request)) {
            if (!authenticate(reader, shown->token)) co_return;
        } else {
            reader.choice = std::move(std::get<Subscribe>(*request).printers);
            feed_.send_state(reader);
        }
    }
}

}  // namespace gantry::fuse::stats
