#include "net/http/range.hpp"

#include <fmt/format.h>

#include <charconv>

namespace gantry::net::http {
namespace {

std::optional<std::uint64_t> number(std::string_view text) {
    std::uint64_t value = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || read.ec != std::errc{} || read.ptr != text.data() + text.size()) return std::nullopt;
    return value;
}

}  // namespace

Result<std::optional<Range>> parse_range(std::string_view header, std::uint64_t size) {
    constexpr std::string_view unit = "bytes=";
    if (!header.starts_with(unit)) return std::nullopt;
    header.remove_prefix(unit.size());
    const auto dash = header.find('-');
    if (dash == header.npos) return std::nullopt;
    const auto from = header.substr(0, dash);
    const auto to = header.substr(dash + 1);
    const auto first = number(from);
    const auto last = number(to);
    if ((!from.empty() && !first) || (!to.empty() && !last) || (!first && !last)) return std::nullopt;
    if (first && last && *last < *first) return std::nullopt;
    const auto beyond = fail(Errc::malformed, "the range begins behind the end");
    if (!first) {  // the last so many bytes
        if (*last == 0 || size == 0) return beyond;
        const auto length = std::min(*last, size);
        return Range{size - length, length};
    }
    if (*first >= size) return beyond;
    const auto end = last ? std::min(*last, size - 1) : size - 1;
    return Range{*first, end - *first + 1};
}

Response content_response(const Request& request, std::shared_ptr<ContentSource> source, Headers headers) {
    const auto size = source->size();
    Response response{.headers = std::move(headers)};
    response.headers["accept-ranges"] = "bytes";
    const auto condition = request.header("if-range");
    const auto tag = response.headers.find("etag");
    const bool is_same = condition.empty() || (tag != response.headers.end() && tag->second == condition);
    const auto range = parse_range(is_same ? request.header("range") : "", size);
    if (!range) {
        response = problem(range.error());
        response.status = 416;
        response.headers["content-range"] = fmt::format("bytes */{}", size);
        return response;
    }
    const auto part = range->value_or(Range{0, size});
    response.content = Content{std::move(source), part.offset, part.length};
    if (*range) {
        response.status = 206;
        response.headers["content-range"] =
            fmt::format("bytes {}-{}/{}", part.offset, part.offset + part.length - 1, size);
    }
    return response;
}

}  // namespace gantry::net::http
