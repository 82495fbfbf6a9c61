// Parts of a content (RFC 9110, section 14): what lets a browser resume a download and seek in a video.
#pragma once

#include <memory>
#include <string_view>

#include "net/http/body.hpp"
#include "net/http/message.hpp"

namespace gantry::net::http {

struct Range {
    std::uint64_t offset = 0;
    std::uint64_t length = 0;
    friend bool operator==(const Range&, const Range&) = default;
};

// The value of a Range header for a content of `size` bytes. Nothing when all of it is to be sent: no header,
// several ranges, or one that is not understood. Errors: malformed (begins behind the end). Pure.
Result<std::optional<Range>> parse_range(std::string_view header, std::uint64_t size);

// 200, or 206 with the part that the request asks for, or 416. `headers` with an etag answer If-Range.
Response content_response(const Request& request, std::shared_ptr<ContentSource> source, Headers headers);

}  // namespace gantry::net::http
