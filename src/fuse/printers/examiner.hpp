// How printers of a driver are examined when something does not work. Registered by the driver's name
// (fuse/registry.cpp); the loop's thread only.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <stop_token>
#include <vector>

#include "base/checkup.hpp"
#include "base/worker_pool.hpp"
#include "farm/printer.hpp"
#include "fuse/printers/config.hpp"

namespace gantry::fuse::printers {

enum class Scope {
    everything,
    camera  // what a picture needs
};
BOOST_DESCRIBE_ENUM(Scope, everything, camera)

// What is known of the printer, and what others do for its check-up.
struct Examination {
    PrinterConfig config;
    farm::PrinterState state;
    Scope scope = Scope::everything;
    bool with_camera = true;              // false: it is switched off, or there is none
    std::chrono::milliseconds listen{0};  // for what the printer announces
    std::function<bool()> camera_is_open;
    std::function<awaitable<Finding>()> look_through_camera;
    WorkerPool* pool = nullptr;  // outlives the check-up
    std::stop_token stop;
};

class Examiner {
public:
    virtual ~Examiner() = default;
    // The steps, for a report that shows them from the start.
    virtual std::vector<Checkup::Plan> plan(const Examination& examination) const = 0;
    // Runs until each of those steps has its finding.
    virtual awaitable<void> examine(std::shared_ptr<Checkup> checkup, Examination examination) const = 0;
};

// By the name of the driver; one that has none is examined by its connection alone.
using Examiners = std::map<std::string, std::unique_ptr<Examiner>>;

}  // namespace gantry::fuse::printers
