// One cached print file. Value: any thread.
#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <string>

#include "base/id.hpp"

namespace gantry::fuse::files {

using FileId = Id<struct FileTag>;

struct File {
    FileId id;         // also its name on the disk
    std::string name;  // as its sender called it: text for people, never a path
    std::uint64_t bytes = 0;
    std::int64_t created_at = 0;  // Unix milliseconds
    std::int64_t used = 0;        // counts uses, so that a clock set back changes no order
    friend bool operator==(const File&, const File&) = default;
};
BOOST_DESCRIBE_STRUCT(File, (), (id, name, bytes, created_at))

}  // namespace gantry::fuse::files
