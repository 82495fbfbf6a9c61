#include "fuse/stats/request.hpp"

#include <boost/algorithm/string/classification.hpp>
#include <boost/algorithm/string/split.hpp>
#include <vector>

#include "base/json.hpp"

namespace gantry::fuse::stats {
namespace {

constexpr std::size_t max_id_bytes = 100;

struct RequestText {
    std::string type;
    Secret token;
    std::optional<std::vector<std::string>> printers;
};
BOOST_DESCRIBE_STRUCT(RequestText, (), (type, token, printers))

Result<Choice> choice_of(const std::vector<std::string>& ids) {
    if (ids.size() > max_chosen) return fail(Errc::too_large, "printers: at most 1000");
    std::set<farm::PrinterId> chosen;
    for (const auto& id : ids) {
        if (id.empty() || id.size() > max_id_bytes) return fail(Errc::malformed, "printers: ids of printers");
        chosen.insert(farm::PrinterId(id));
    }
    return chosen;
}

}  // namespace

Result<std::variant<Subscribe, Authenticate>> parse_request(std::string_view text) {
    auto request = parse_as<RequestText>(text, {.max_bytes = max_request_bytes, .max_depth = 4});
    if (!request) return std::unexpected(std::move(request.error()));
    if (request->type == "authenticate") return Authenticate{std::move(request->token)};
    if (request->type != "subscribe") return fail(Errc::malformed, "type: subscribe or authenticate");
    if (!request->printers) return Subscribe{};
    auto chosen = choice_of(*request->printers);
    if (!chosen) return std::unexpected(std::move(chosen.error()));
    return Subscribe{std::move(*chosen)};
}

Result<Choice> parse_choice(std::string_view list) {
    if (list.empty()) return Choice();
    std::vector<std::string> ids;
    boost::split(ids, list, boost::is_any_of(","));
    return choice_of(ids);
}

}  // namespace gantry::fuse::stats
