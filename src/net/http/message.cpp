#include "net/http/message.hpp"

namespace gantry::net::http {
namespace {

std::string_view title_of(int status) {
    switch (status) {
        case 400:
            return "Bad Request";
        case 401:
            return "Unauthorized";
        case 403:
            return "Forbidden";
        case 404:
            return "Not Found";
        case 405:
            return "Method Not Allowed";
        case 409:
            return "Conflict";
        case 410:
            return "Gone";
        case 413:
            return "Content Too Large";
        case 416:
            return "Range Not Satisfiable";
        case 422:
            return "Unprocessable Content";
        case 429:
            return "Too Many Requests";
        case 501:
            return "Not Implemented";
        case 502:
            return "Bad Gateway";
        case 503:
            return "Service Unavailable";
        case 504:
            return "Gateway Timeout";
        default:
            return "Internal Server Error";
    }
}

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    if (first == text.npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

}  // namespace

std::string_view Request::header(std::string_view lower_case_name) const {
    const auto found = headers.find(lower_case_name);
    return found == headers.end() ? std::string_view{} : std::string_view(found->second);
}

std::string_view Request::cookie(std::string_view name) const {
    std::string_view rest = header("cookie");
    while (!rest.empty()) {
        const auto end = std::min(rest.find(';'), rest.size());
        const auto pair = trimmed(rest.substr(0, end));
        if (pair.size() > name.size() && pair.starts_with(name) && pair[name.size()] == '=') {
            return pair.substr(name.size() + 1);
        }
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return {};
}

Response json_response(const json::value& body, int status) {
    return {.status = status, .headers = {{"content-type", "application/json"}}, .body = to_text(body)};
}

Response no_content() {
    return {.status = 204};
}

Response never_stored(Response response) {
    response.headers["cache-control"] = "no-store";
    return response;
}

Response problem(const Error& error) {
    return problem(error, status_of(error.code));
}

Response problem(const Error& error, int status) {
    const json::object body = {{"type", "about:blank"},
                               {"title", title_of(status)},
                               {"status", status},
                               {"code", name_of(error.code)},
                               {"detail", error.detail}};
    Response response{
        .status = status,
        .headers = {{"content-type", "application/problem+json"}, {"cache-control", "no-store"}},
        .body = to_text(body)};
    // Where nobody knows better: the buckets of those who try doors fill within a minute.
    if (status == 429) response.headers["retry-after"] = "60";
    return response;
}

int status_of(Errc code) {
    switch (code) {
        case Errc::malformed:
            return 400;
        case Errc::unauthorized:
            return 401;
        case Errc::forbidden:
        case Errc::disabled:
            return 403;
        case Errc::not_found:
            return 404;
        case Errc::conflict:
        case Errc::busy:
            return 409;
        case Errc::expired:
            return 410;
        case Errc::too_large:
            return 413;
        case Errc::rejected:
            return 422;
        case Errc::rate_limited:
            return 429;
        case Errc::unsupported:
            return 501;
        case Errc::untrusted:
            return 502;
        case Errc::offline:
        case Errc::cancelled:
            return 503;
        case Errc::timeout:
            return 504;
        case Errc::storage:
        case Errc::internal:
            return 500;
    }
    return 500;
}

}  // namespace gantry::net::http
