// A text that must not reach a log, an error or an export: it has no stream operator and no formatter.
#pragma once

#include <string>
#include <utility>

namespace gantry {

class Secret {
public:
    Secret() = default;
    explicit Secret(std::string text) : text_(std::move(text)) {}
    Secret(const Secret&) = default;
    Secret& operator=(const Secret&) = default;
    Secret(Secret&&) noexcept = default;
    Secret& operator=(Secret&&) noexcept = default;
    ~Secret();  // wipes the memory

    // The name says what the caller does: look for it in reviews.
    const std::string& reveal() const { return text_; }
    bool empty() const { return text_.empty(); }
    // Constant time in the length of the longer text.
    friend bool operator==(const Secret& a, const Secret& b);

private:
    std::string text_;
};

}  // namespace gantry
