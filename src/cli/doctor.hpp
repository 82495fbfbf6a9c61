// What `gantry doctor` prints. Pure but for standard output; the main thread.
#pragma once

#include <cstddef>
#include <string>

#include "base/checkup.hpp"
#include "base/json.hpp"

namespace gantry::cli {

// A finding as people read it, with what to do about it.
std::string text_of(const Step& step);
// The report with the advice of each cause in it.
json::object to_document(const std::string& subject, const Report& report);

// Prints each step once it and all before it have their findings.
class StepPrinter {
public:
    void take(const Report& report);

private:
    std::size_t printed_ = 0;
};

}  // namespace gantry::cli
