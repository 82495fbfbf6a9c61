// What we write: heads of answers and whole requests of our client.
#include <fmt/chrono.h>
#include <fmt/format.h>

#include "net/http/client.hpp"
#include "net/http/url.hpp"
#include "net/http/wire.hpp"

namespace gantry::net::http {
namespace {

std::string_view reason_of(int status) {
    switch (status) {
        case 101:
            return "Switching Protocols";
        case 200:
            return "OK";
        case 201:
            return "Created";
        case 204:
            return "No Content";
        default:
            return "-";  // nobody reads it
    }
}

std::string_view method_name(Method method) {
    switch (method) {
        case Method::get:
            return "GET";
        case Method::post:
            return "POST";
        case Method::put:
            return "PUT";
        case Method::patch:
            return "PATCH";
        case Method::del:
            return "DELETE";
    }
    return "GET";
}

// A name of a file or printer in a header must not become a header of its own.
void append_line(std::string& text, std::string_view name, std::string_view value) {
    const auto end = std::ranges::find_if(value, [](unsigned char c) { return c < 0x20 && c != '\t'; });
    text.append(name).append(": ").append(value.begin(), end).append("\r\n");
}

}  // namespace

std::string format_head(const Response& response, After after, const Headers& more) {
    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    auto text = fmt::format("HTTP/1.1 {} {}\r\ndate: {:%a, %d %b %Y %H:%M:%S} GMT\r\n", response.status,
                            reason_of(response.status), fmt::gmtime(now));
    for (const auto& [name, value] : more)
        append_line(text, name, value);
    for (const auto& [name, value] : response.headers) {
        if (!more.contains(name)) append_line(text, name, value);
    }
    for (const auto& cookie : response.cookies)
        append_line(text, "set-cookie", cookie);
    if (response.status == 101) return text + "\r\n";
    if (response.status != 204 && response.status != 304)
        text += fmt::format("content-length: {}\r\n",
                            response.content ? response.content->length : response.body.size());
    if (!response.headers.contains("x-content-type-options")) text += "x-content-type-options: nosniff\r\n";
    text += after == After::close ? "connection: close\r\n\r\n" : "connection: keep-alive\r\n\r\n";
    return text;
}

std::string format(const ClientRequest& request, const Url& url) {
    auto text = fmt::format("{} {} HTTP/1.1\r\n", method_name(request.method), url.target);
    append_line(text, "host", url.authority);
    for (const auto& [name, value] : request.headers)
        append_line(text, name, value);
    if (request.method != Method::get || !request.body.empty())
        text += fmt::format("content-length: {}\r\n", request.body.size());
    if (!request.headers.contains("connection")) text += "connection: close\r\n";
    return text + "\r\n" + request.body;
}

}  // namespace gantry::net::http
