// Identifiers: ids of different things do not mix. Values: any thread.
#pragma once

#include <compare>
#include <cstddef>
#include <functional>
#include <string>
#include <utility>

namespace gantry {

// An opaque text id. Empty means "none".
template <class Tag>
class Id {
public:
    Id() = default;
    explicit Id(std::string text) : text_(std::move(text)) {}

    const std::string& text() const { return text_; }
    bool empty() const { return text_.empty(); }

    friend auto operator<=>(const Id&, const Id&) = default;

private:
    std::string text_;
};

}  // namespace gantry

template <class Tag>
struct std::hash<gantry::Id<Tag>> {
    std::size_t operator()(const gantry::Id<Tag>& id) const { return std::hash<std::string>{}(id.text()); }
};
