// The drivers by name. Filled at start (fuse/registry.cpp), then read only. Owned by the program.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "fuse/printers/driver.hpp"

namespace gantry::fuse::printers {

class Registry {
public:
    void add(std::unique_ptr<Driver> driver);
    // Null when there is none of this name.
    Driver* find(const std::string& name) const;
    // What its dialogs ask for; nothing when a person does not add its printers by address.
    AddForm form(const std::string& driver) const;
    const std::vector<std::unique_ptr<Driver>>& all() const { return drivers_; }

private:
    std::vector<std::unique_ptr<Driver>> drivers_;
};

}  // namespace gantry::fuse::printers
