// Virtual printers. Registered in fuse/registry.cpp.
#pragma once

#include <chrono>
#include <functional>
#include <memory>

#include "fuse/printers/driver.hpp"

namespace gantry::fuse::printers::virtual_printer {

inline constexpr std::size_t most = 20;

using Now = std::function<std::chrono::system_clock::time_point()>;

std::unique_ptr<Driver> driver(Now now = std::chrono::system_clock::now);

}  // namespace gantry::fuse::printers::virtual_printer
