#include "net/http/session.hpp"

#include <boost/asio/cancellation_state.hpp>

#include "base/log.hpp"
#include "base/within.hpp"
#include "net/http/origin.hpp"

namespace gantry::net::http {
namespace {

constexpr auto log_area = "net.http";
constexpr auto goodbye_limit = 3s;
constexpr std::size_t part_bytes = 64 * 1024;

// The router's word for "other method" is 405 here, not the 501 it means elsewhere.
Response refusal(const Error& error) {
    return error.code == Errc::unsupported ? problem(error, 405) : problem(error);
}

bool asks_for_websocket(const Head& head) {
    const auto key = from_base64(head.request.header("sec-websocket-key"));
    return head.upgrades_to_websocket && head.request.header("sec-websocket-version") == "13" && key &&
           key->size() == 16;
}

// Our own end is not a handler's failure.
bool is_cancelled(const asio::cancellation_state& state) {
    return state.cancelled() != asio::cancellation_type::none;
}

// Ends a WebSocket when the permission that it was opened with does.
class Leash {
public:
    explicit Leash(const Request& request) : revoked_(request.revoked) {
        if (revoked_) ends_ = revoked_->subscribe([this] { end(); });
    }
    Leash(const Leash&) = delete;
    Leash& operator=(const Leash&) = delete;

    void hold(const std::shared_ptr<websocket::Channel>& channel) {
        channel_ = channel;
        if (ended_) end();
    }

private:
    void end() {
        ended_ = true;
        if (const auto channel = channel_.lock()) channel->close(websocket::revoked_code, "signed out");
    }

    bool ended_ = false;
    // Held, so that its owner knows of us.
    std::shared_ptr<Signal<>> revoked_;
    std::weak_ptr<websocket::Channel> channel_;  // its own coroutine ends it
    Subscription ends_;
};

std::string_view last_of_list(std::string_view list) {
    const auto comma = list.rfind(',');
    auto last = comma == list.npos ? list : list.substr(comma + 1);
    while (last.starts_with(' '))
        last.remove_prefix(1);
    return last;
}

class StreamedBody final : public IncomingBody {
public:
    StreamedBody(Reader& reader, RequestParser& parser, const Head& head, std::chrono::milliseconds limit)
        : reader_(reader), parser_(parser), limit_(limit) {
        if (!head.request.header("content-length").empty()) size_ = head.content_length;
    }
    std::optional<std::uint64_t> size() const override { return size_; }
    awaitable<Result<std::string>> next() override {
        co_return co_await within(limit_, reader_.read_part_of_body(parser_));
    }

private:
    Reader& reader_;
    RequestParser& parser_;
    std::chrono::milliseconds limit_;
    std::optional<std::uint64_t> size_;
};

}  // namespace

awaitable<void> Session::run() {
    try {
        co_await serve();
    } catch (const SystemError& e) {
        if (e.code() == asio::error::operation_aborted) throw;
        log::debug(log_area, "{}: {}", accepted_.remote_address, e.code().message());
    }
}

awaitable<void> Session::serve() {
    // A sender has header_limit from the start; a kept connection may wait for idle_limit.
    auto patience = shared_.options.header_limit;
    while (!shared_.stopping) {
        if (!co_await within(patience, reader_.wait())) co_return;
        const auto next = co_await serve_one();
        // From here, so that a socket that lives for months holds nothing of the request's parsing.
        if (next == Next::upgrade) co_await upgrade(*std::exchange(upgrade_, std::nullopt));
        if (next != Next::another_request) break;
        patience = shared_.options.idle_limit;
    }
    if (accepted_.stream) co_await accepted_.stream->shutdown();
}

awaitable<Session::Next> Session::serve_one() {
    pace_.clear();
    RequestParser parser;
    auto head = co_await within(shared_.options.header_limit, reader_.read_head(parser));
    if (!head) {
        if (head.error().code == Errc::timeout || head.error().code == Errc::offline) co_return Next::end;
        const auto response = problem(head.error());
        co_return co_await answer(response, After::close, false);
    }
    const auto route = co_await admit(*head);
    const auto after = head->keep_alive && !shared_.stopping ? After::keep_alive : After::close;
    if (!route) {
        const auto response = refusal(route.error());
        co_return co_await answer(response, head->has_body ? After::close : after, head->head_only);
    }
    if ((*route)->socket) {
        upgrade_ = Upgrade{*route, std::move(head->request)};
        co_return Next::upgrade;
    }
    if (head->content_length > (*route)->max_body_bytes) {
        const auto response = problem({Errc::too_large, "the message is too long"});
        co_return co_await answer(response, After::close, head->head_only);
    }
    parser.allow_body((*route)->max_body_bytes);
    if (head->has_body && head->expects_continue)
        co_await accepted_.stream->write(as_bytes("HTTP/1.1 100 Continue\r\n\r\n"));
    co_return co_await receive(**route, *std::move(head), parser, after);
}

awaitable<Session::Next> Session::receive(const Route& route, Head head, RequestParser& parser, After after) {
    const bool head_only = head.head_only;
    if (route.upload) {
        StreamedBody body(reader_, parser, head, shared_.options.body_limit);
        auto handling = [&] { return route.upload(std::move(head.request), body); };
        const auto response = co_await result_of(route, handling);
        co_return co_await answer(response, parser.is_complete() ? after : After::close, head_only);
    }
    auto body = co_await within(shared_.options.body_limit, reader_.read_body(parser));
    if (!body) {
        const auto response = problem(body.error());
        co_return co_await answer(response, After::close, head_only);
    }
    head.request.body = *std::move(body);
    auto handling = [&] { return route.handler(std::move(head.request)); };
    const auto response = co_await result_of(route, handling);
    co_return co_await answer(response, after, head_only);
}

awaitable<Result<const Route*>> Session::admit(Head& head) {
    note_sender(head);
    if (!host_allowed(head.request.header("host"), shared_.options.host_names)) {
        co_return fail(Errc::forbidden,
                       "this server does not answer to that name: open it by its address, or name it with "
                       "--host-name when the server is started");
    }
    const auto route = shared_.router.find(head.request);
    if (!route) co_return std::unexpected(route.error());
    if ((*route)->socket && !asks_for_websocket(head)) {
        co_return fail(Errc::malformed, "this address takes a WebSocket (version 13) only");
    }
    if (head.content_length > (*route)->max_body_bytes) {
        co_return fail(Errc::too_large,
                       fmt::format("at most {} bytes are taken here", (*route)->max_body_bytes));
    }
    // An exception here must refuse, not pass.
    Result<> allowed = fail(Errc::internal, "the permission could not be checked");
    try {
        allowed = co_await shared_.router.authorize()(head.request, (*route)->permission);
    } catch (const std::exception& e) {
        log::error(log_area, "authorize {}: {}", (*route)->pattern, e.what());
    }
    if (allowed) allowed = keep_pace(head.request);
    if (!allowed) co_return std::unexpected(allowed.error());
    co_return *route;
}

Result<> Session::keep_pace(const Request& request) {
    if (!shared_.router.pacing()) return {};
    auto pace = shared_.router.pacing()(request);
    pace_ = std::move(pace.headers);
    if (pace.allowed) return {};
    return fail(Errc::rate_limited, "too many requests; the header Retry-After says when to ask again");
}

void Session::note_sender(Head& head) const {
    auto& request = head.request;
    const auto version = head.is_http_1_0 ? HttpVersion::http_1_0 : HttpVersion::http_1_1;
    request.remote_address = accepted_.remote_address;
    request.from_this_machine = accepted_.is_loopback && came_directly(request, version);
    if (shared_.options.forwarded_header.empty() || !accepted_.is_loopback) return;
    const auto forwarded = last_of_list(request.header(shared_.options.forwarded_header));
    if (forwarded.empty()) return;
    request.remote_address = std::string(forwarded);
    request.from_this_machine = false;
}

awaitable<Response> Session::result_of(const Route& route, std::function<awaitable<Response>()> handling) {
    std::exception_ptr failure;
    try {
        co_return co_await handling();
    } catch (...) {
        failure = std::current_exception();
    }
    if (is_cancelled(co_await asio::this_coro::cancellation_state)) std::rethrow_exception(failure);
    log::error(log_area, "{}: {}", route.pattern, describe(failure));
    co_return problem({Errc::internal, "something went wrong here; the log of this server says what"});
}

awaitable<Session::Next> Session::answer(const Response& response, After after, bool head_only) {
    if (shared_.options.answered) shared_.options.answered(response.status);
    auto bytes = format_head(response, after, pace_);
    if (!head_only && response.status != 204) bytes += response.body;
    co_await within(shared_.options.body_limit, accepted_.stream->write(as_bytes(bytes)));
    if (response.content && !head_only && !co_await send_content(*response.content)) co_return Next::end;
    co_return after == After::keep_alive ? Next::another_request : Next::end;
}

// Each part within the limit: how long all of it takes is the receiver's affair.
awaitable<bool> Session::send_content(Content content) {
    while (content.length > 0) {
        const auto limit = static_cast<std::size_t>(std::min<std::uint64_t>(content.length, part_bytes));
        const auto part = co_await content.source->read(content.offset, limit);
        if (!part || part->empty()) {
            log::warning(log_area, "{}: cut off: {}", accepted_.remote_address,
                         part ? "the content is shorter than it was" : part.error().detail);
            accepted_.stream->close();
            co_return false;
        }
        co_await within(shared_.options.body_limit, accepted_.stream->write(*part));
        content.offset += part->size();
        content.length -= part->size();
    }
    co_return true;
}

awaitable<void> Session::upgrade(Upgrade wanted) {
    const auto& route = *wanted.route;
    auto& request = wanted.request;
    Leash leash(request);  // from now on: the permission may end while the upgrade is under way
    Response accepted{.status = 101};
    accepted.headers = {
        {"upgrade", "websocket"},
        {"connection", "Upgrade"},
        {"sec-websocket-accept", websocket::accept_value(request.header("sec-websocket-key"))}};
    co_await answer(accepted, After::keep_alive, false);
    const auto executor = co_await asio::this_coro::executor;
    const auto channel =
        websocket::Channel::start(executor, std::move(accepted_.stream), websocket::Role::server,
                                  shared_.options.socket_limits, reader_.take_rest());
    shared_.channels.insert(channel);
    leash.hold(channel);
    std::exception_ptr failure;
    try {
        co_await route.socket(std::move(request), channel->connection());
    } catch (...) {
        failure = std::current_exception();
    }
    shared_.channels.erase(channel);
    if (failure && is_cancelled(co_await asio::this_coro::cancellation_state))
        std::rethrow_exception(failure);
    if (failure) log::debug(log_area, "{}: {}", route.pattern, describe(failure));
    channel->close(failure ? 1011 : 1000, "");
    co_await within(goodbye_limit, channel->finished());
}

}  // namespace gantry::net::http
