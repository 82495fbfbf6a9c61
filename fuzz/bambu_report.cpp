// Reports of a printer: whatever comes, merging and reading neither break nor grow without bound.
#include <cstddef>
#include <cstdint>

#include "bambu/report/report.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace gantry::bambu;
    report::Document document;
    std::string_view rest(reinterpret_cast<const char*>(data), size);
    // Lines are messages of one connection.
    while (!rest.empty()) {
        const auto line = rest.substr(0, rest.find('\n'));
        rest.remove_prefix(line.size() < rest.size() ? line.size() + 1 : line.size());
        const auto taken = document.take(line);
        if (!taken) continue;
        for (const auto* model :
             {model_by_name("P1S"), model_by_name("H2D"), static_cast<const Model*>(nullptr)}) {
            const auto status = report::status_of(document, model);
            if (status.percent < 0 || status.percent > 100 || status.health.size() > 32) __builtin_trap();
        }
    }
    return 0;
}
