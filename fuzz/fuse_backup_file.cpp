// A file for Import, from anywhere.
#include <sodium.h>

#include <cstdlib>

#include "fuse/backup/file.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace gantry;
    static const int ready = sodium_init();
    if (ready < 0) std::abort();
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto contents = fuse::backup::read(text, Secret(""));
    if (!contents) return 0;
    if (contents->printers.size() > fuse::backup::max_entries) std::abort();
    for (const auto& printer : contents->printers)
        if (printer.name.size() > 4000 || printer.options.size() > 32) std::abort();
    return 0;
}
