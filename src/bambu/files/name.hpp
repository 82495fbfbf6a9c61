// What a print file is called on a printer's storage (docs/protocols/bambu-files.md, section 4). Pure: any
// thread.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace gantry::bambu::files {

// From what people call it, which is well-formed UTF-8: at most 100 bytes, nothing that a FAT file system or
// a URL stumbles over. Errors: unsupported (not a file that these printers print).
Result<std::string> name_on_printer(std::string_view name);

}  // namespace gantry::bambu::files
