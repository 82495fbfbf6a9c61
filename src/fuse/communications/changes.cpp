#include <fmt/format.h>

#include "fuse/communications/reading.hpp"

namespace gantry::fuse::communications {
namespace {

class Comparison {
public:
    explicit Comparison(std::size_t limit) : limit_(limit) {}

    void compare(const json::object& before, const json::object& after, const std::string& path) {
        for (const auto& [name, was] : before) {
            const auto member = join(path, name);
            const auto* is = after.if_contains(name);
            if (is == nullptr)
                note({member, was, std::nullopt});
            else
                compare(was, *is, member);
        }
        for (const auto& [name, is] : after)
            if (!before.contains(name)) note({join(path, name), std::nullopt, is});
    }

    std::vector<Change> changes;
    std::size_t beyond = 0;

private:
    static std::string join(const std::string& path, std::string_view name) {
        return path.empty() ? std::string(name) : fmt::format("{}.{}", path, name);
    }

    void compare(const json::value& before, const json::value& after, const std::string& path) {
        if (before == after) return;
        if (before.is_object() && after.is_object())
            return compare(before.get_object(), after.get_object(), path);
        // Lists of the same length are compared one by one; others have shifted.
        if (before.is_array() && after.is_array() && before.get_array().size() == after.get_array().size()) {
            for (std::size_t i = 0; i < after.get_array().size(); ++i)
                compare(before.get_array()[i], after.get_array()[i], fmt::format("{}[{}]", path, i));
            return;
        }
        note({path, before, after});
    }

    void note(Change change) {
        if (changes.size() < limit_)
            changes.push_back(std::move(change));
        else
            ++beyond;
    }

    std::size_t limit_;
};

}  // namespace

std::vector<Change> differences(const json::object& before, const json::object& after, std::size_t limit,
                                std::size_t& beyond) {
    Comparison comparison(limit);
    comparison.compare(before, after, "");
    beyond = comparison.beyond;
    return std::move(comparison.changes);
}

}  // namespace gantry::fuse::communications
