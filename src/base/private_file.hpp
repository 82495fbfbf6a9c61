// Small files of a data folder, readable by their owner only. Throw on failure. Any thread.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace gantry {

std::string read_file(const std::filesystem::path& file);
// Replaces the file as a whole: a reader sees the old or the new text.
void write_private_file(const std::filesystem::path& file, std::string_view text);
// Makes the folder with mode 0700; refuses one that belongs to somebody else.
void make_private_folder(const std::filesystem::path& folder);

}  // namespace gantry
