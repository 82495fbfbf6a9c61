#include "cloud/web/paging.hpp"

#include <fmt/format.h>

#include <charconv>

namespace gantry::cloud::web {
namespace {

constexpr std::size_t max_id_bytes = 200;

// Ids are ours, or a Fuse's word for its printers: whatever is no plain character is written as %XX.
std::string escaped(const std::string& text) {
    std::string result;
    for (const unsigned char c : text) {
        const bool is_plain = std::isalnum(c) != 0 || c == '-' || c == '_' || c == '.' || c == '~';
        result += is_plain ? std::string(1, static_cast<char>(c)) : fmt::format("%{:02X}", c);
    }
    return result;
}

}  // namespace

Result<> read_number(const net::http::Request& request, const std::string& name, std::int64_t& value) {
    const auto found = request.query.find(name);
    if (found == request.query.end() || found->second.empty()) return {};
    const auto& text = found->second;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (code != std::errc{} || end != text.data() + text.size() || value < 0)
        return fail(Errc::malformed, name + ": not a number");
    return {};
}

Result<Page> page_of(const net::http::Request& request) {
    Page page;
    if (const auto after = request.query.find("after"); after != request.query.end())
        page.after = after->second;
    if (page.after.size() > max_id_bytes) return fail(Errc::malformed, "after: not an id");
    const auto limit = request.query.find("limit");
    if (limit == request.query.end()) return page;
    const auto& text = limit->second;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), page.limit);
    if (code != std::errc{} || end != text.data() + text.size() || page.limit < 1 || page.limit > max_page)
        return fail(Errc::malformed, fmt::format("limit: 1 to {}", max_page));
    return page;
}

std::string link_to_next(const net::http::Request& request, const Page& page, const std::string& last) {
    return fmt::format("<{}?limit={}&after={}>; rel=\"next\"", request.path, page.limit, escaped(last));
}

}  // namespace gantry::cloud::web
