#include <boost/algorithm/string/classification.hpp>
#include <boost/algorithm/string/split.hpp>
#include <charconv>

#include "fuse/web/routes.hpp"

namespace gantry::fuse::web {
namespace {

using communications::Filter;
using communications::Row;
using net::http::json_response;
using net::http::Method;
using net::http::problem;
using net::http::Request;
using net::http::Response;

constexpr auto pattern = "/api/printers/{id}/communications";
constexpr std::size_t max_search = 200;
constexpr std::uint64_t most_rows = 2000;
constexpr std::uint64_t usual_rows = 500;
constexpr std::size_t max_download = 32 * 1024 * 1024;
constexpr std::uint16_t close_malformed = 4400;
constexpr std::uint16_t close_not_found = 4404;

farm::PrinterId printer_of(const Request& request) {
    return farm::PrinterId(request.part("id"));
}

Result<std::uint64_t> number_in(const std::string& text, const char* name) {
    std::uint64_t number = 0;
    const auto* end = text.data() + text.size();
    const auto [last, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc() || last != end) return fail(Errc::malformed, std::string(name) + " is a number");
    return number;
}

Result<std::uint64_t> query_number(const Request& request, const char* name, std::uint64_t absent) {
    const auto found = request.query.find(name);
    return found == request.query.end() ? absent : number_in(found->second, name);
}

Result<Filter> filter_of(const Request& request) {
    Filter filter;
    if (const auto search = request.query.find("search"); search != request.query.end())
        filter.search = search->second;
    if (filter.search.size() > max_search) return fail(Errc::malformed, "search has at most 200 bytes");
    const auto directions = request.query.find("direction");
    if (directions == request.query.end()) return filter;
    filter.send = filter.receive = filter.connection = false;
    std::vector<std::string> names;
    boost::split(names, directions->second, boost::is_any_of(","));
    for (const auto& name : names) {
        if (name.empty()) continue;
        communications::Direction direction{};
        if (!boost::describe::enum_from_string(name.c_str(), direction))
            return fail(Errc::malformed, "direction is a list of send, receive and connection");
        filter.send |= direction == communications::Direction::send;
        filter.receive |= direction == communications::Direction::receive;
        filter.connection |= direction == communications::Direction::connection;
    }
    return filter;
}

Response fresh(Response response) {
    response.headers["cache-control"] = "no-store";
    return response;
}

json::object page_of(const Parts& parts, const farm::PrinterId& id,
                     const communications::Selection& selection) {
    return {{"messages", to_json(selection.messages)},
            {"more", selection.more},
            {"kept", to_json(parts.communications.amount(id))}};
}

awaitable<Response> list(Parts parts, Request request) {
    const auto id = printer_of(request);
    auto filter = filter_of(request);
    const auto before = query_number(request, "before", 0);
    const auto limit = query_number(request, "limit", usual_rows);
    if (!filter) co_return problem(filter.error());
    if (!before) co_return problem(before.error());
    if (!limit) co_return problem(limit.error());
    if (*limit < 1 || *limit > most_rows) co_return problem({Errc::malformed, "limit is 1 to 2000"});
    const auto selection = co_await parts.communications.select(id, std::move(*filter), *before, *limit);
    if (!selection) co_return problem(selection.error());
    co_return fresh(json_response(page_of(parts, id, *selection)));
}

awaitable<Response> read(Parts parts, Request request) {
    const auto number = number_in(request.part("number"), "the message");
    if (!number) co_return problem(number.error());
    const auto detail = co_await parts.communications.read(printer_of(request), *number);
    co_return detail ? fresh(json_response(to_json(*detail))) : problem(detail.error());
}

std::string file_name(const Parts& parts, const farm::PrinterId& id) {
    std::string name = "communications-";
    if (const auto* session = parts.printers.find(id))
        for (const char c : session->config().printer.name)
            name += boost::is_alnum()(c) && static_cast<unsigned char>(c) < 0x80 ? c : '-';
    return name + ".jsonl";
}

awaitable<Response> download(Parts parts, Request request) {
    const auto id = printer_of(request);
    auto lines = co_await parts.communications.lines(id, max_download);
    if (!lines) co_return problem(lines.error());
    Response response;
    response.headers["content-type"] = "application/x-ndjson";
    response.headers["content-disposition"] = "attachment; filename=\"" + file_name(parts, id) + "\"";
    response.body = std::move(*lines);
    co_return fresh(std::move(response));
}

json::object message_event(const Row& row) {
    return {{"type", "message"}, {"message", to_json(row)}};
}

// A page that looks: first all there is, then each message as it comes.
class Follower {
public:
    Follower(Filter filter, net::websocket::Connection& page) : filter_(std::move(filter)), page_(page) {}

    void take(const Row* row, std::string_view text) {
        if (row == nullptr) {
            cleared_ = true;
            waiting_.clear();
            if (greeted_) page_.send(to_text(json::object{{"type", "cleared"}}));
            return;
        }
        if (!filter_.takes(row->direction) || !filter_.finds(*row, text)) return;
        if (greeted_)
            page_.send(to_text(message_event(*row)));
        else
            waiting_.push_back(*row);
    }

    // `selection` was made while messages may have come or gone.
    void greet(const Parts& parts, const farm::PrinterId& id, communications::Selection selection) {
        if (cleared_) selection = {};
        const auto newest = selection.messages.empty() ? 0 : selection.messages.back().number;
        for (auto& row : std::exchange(waiting_, {}))
            if (row.number > newest) selection.messages.push_back(std::move(row));
        auto event = page_of(parts, id, selection);
        event["type"] = "messages";
        page_.send(to_text(event));
        greeted_ = true;
    }

    const Filter& filter() const { return filter_; }

private:
    Filter filter_;
    net::websocket::Connection& page_;
    std::vector<Row> waiting_;
    bool cleared_ = false;
    bool greeted_ = false;
};

awaitable<void> follow(Parts parts, Request request, std::unique_ptr<net::websocket::Connection> page) {
    const auto id = printer_of(request);
    auto filter = filter_of(request);
    if (!filter) co_return page->close(close_malformed, filter.error().detail);
    if (parts.printers.find(id) == nullptr) co_return page->close(close_not_found, "no such printer");
    Follower follower(std::move(*filter), *page);
    const auto news = parts.communications.follow(
        id, [&follower](const Row* row, std::string_view text) { follower.take(row, text); });
    const auto list_changed = parts.printers.list_changed().subscribe([&] {
        if (parts.printers.find(id) == nullptr) page->close(close_not_found, "the printer was removed");
    });
    auto selection = co_await parts.communications.select(id, follower.filter(), 0, most_rows);
    if (!selection) co_return page->close(close_not_found, selection.error().detail);
    follower.greet(parts, id, std::move(*selection));
    while (co_await page->read()) {
        // A page has nothing to say; reading notices when it leaves.
    }
}

}  // namespace

void add_communications_routes(net::http::Router& router, Parts parts) {
    const std::string base = pattern;
    router.add({.pattern = base, .permission = user, .handler = [parts](Request request) {
                    return list(parts, std::move(request));
                }});
    router.add({.method = Method::del,
                .pattern = base,
                .permission = user,
                .handler = [parts](Request request) -> awaitable<Response> {
                    const auto cleared = parts.communications.clear(printer_of(request));
                    co_return cleared ? net::http::no_content() : problem(cleared.error());
                }});
    router.add({.pattern = base + "/download", .permission = user, .handler = [parts](Request request) {
                    return download(parts, std::move(request));
                }});
    router.add({.pattern = base + "/live",
                .permission = user,
                .socket = [parts](Request request, std::unique_ptr<net::websocket::Connection> page) {
                    return follow(parts, std::move(request), std::move(page));
                }});
    router.add({.pattern = base + "/{number}", .permission = user, .handler = [parts](Request request) {
                    return read(parts, std::move(request));
                }});
}

}  // namespace gantry::fuse::web
