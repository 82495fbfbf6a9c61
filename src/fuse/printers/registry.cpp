#include "fuse/printers/registry.hpp"

#include <algorithm>
#include <cassert>

#include "fuse/printers/options.hpp"

namespace gantry::fuse::printers {
namespace {

[[maybe_unused]] bool has_a_place(const Field& field) {
    return field.option || field.key == "model" || field.key == "serial" || field.key == "access_code";
}

AddForm form_of(const Driver* driver) {
    if (driver == nullptr || driver->finder() == nullptr) return {};
    auto form = driver->finder()->form();
    if (auto refused = wrong_secret(form); !refused.empty())
        form.failures.try_emplace(std::string(name_of(Errc::unauthorized)), std::move(refused));
    return form;
}

}  // namespace

void Registry::add(std::unique_ptr<Driver> driver) {
    assert(std::ranges::all_of(form_of(driver.get()).fields, has_a_place));
    drivers_.push_back(std::move(driver));
}

AddForm Registry::form(const std::string& driver) const {
    return form_of(find(driver));
}

Driver* Registry::find(const std::string& name) const {
    const auto found = std::ranges::find_if(drivers_, [&](const auto& d) { return d->name() == name; });
    return found == drivers_.end() ? nullptr : found->get();
}

}  // namespace gantry::fuse::printers
