#include "net/http/router.hpp"

#include <optional>

namespace gantry::net::http {
namespace {

// Takes the first segment, without its slash, off `path`.
std::string_view take_segment(std::string_view& path) {
    if (path.starts_with('/')) path.remove_prefix(1);
    const auto segment = path.substr(0, path.find('/'));
    path.remove_prefix(segment.size());
    return segment;
}

struct Match {
    std::map<std::string, std::string> parts;
    int literal_segments = 0;
    bool only_rest = true;  // the pattern is "/{rest*}": it says nothing about which paths are known
};

std::optional<Match> match(std::string_view pattern, std::string_view path) {
    Match found;
    while (!pattern.empty()) {
        const auto expected = take_segment(pattern);
        if (expected.ends_with("*}")) {
            if (path.starts_with('/')) path.remove_prefix(1);
            found.parts[std::string(expected.substr(1, expected.size() - 3))] = std::string(path);
            return found;
        }
        found.only_rest = false;
        if (path.empty()) return std::nullopt;
        const auto actual = take_segment(path);
        if (expected.starts_with('{')) {
            if (actual.empty()) return std::nullopt;
            found.parts[std::string(expected.substr(1, expected.size() - 2))] = std::string(actual);
        } else if (expected == actual) {
            ++found.literal_segments;
        } else {
            return std::nullopt;
        }
    }
    if (!path.empty()) return std::nullopt;
    return found;
}

}  // namespace

void Router::add(Route route) {
    routes_.push_back(std::move(route));
}

Result<const Route*> Router::find(Request& request) const {
    const Route* best = nullptr;
    Match best_match;
    bool path_is_known = false;
    for (const auto& route : routes_) {
        auto found = match(route.pattern, request.path);
        if (!found) continue;
        if (!found->only_rest) path_is_known = true;
        if (route.method != request.method) continue;
        if (best != nullptr && found->literal_segments <= best_match.literal_segments) continue;
        best = &route;
        best_match = *std::move(found);
    }
    if (best != nullptr) {
        request.parts = std::move(best_match.parts);
        return best;
    }
    if (path_is_known) return fail(Errc::unsupported, "this address does not take this method");
    return fail(Errc::not_found, "nothing is at this address");
}

}  // namespace gantry::net::http
