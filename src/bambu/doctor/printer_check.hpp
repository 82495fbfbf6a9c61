// The check-up of one printer. Opens at most one MQTT connection, and none to a camera: that one is a probe
// of the caller, who may have it open already. The executor's thread only.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

#include "bambu/doctor/causes.hpp"
#include "bambu/models.hpp"
#include "bambu/report/report.hpp"
#include "base/secret.hpp"
#include "base/worker_pool.hpp"
#include "net/tls/identity.hpp"

namespace gantry::bambu::doctor {

struct PrinterTarget {
    std::string address;  // an IP literal
    std::uint16_t mqtt_port = 8883;
    std::uint16_t ftps_port = 990;
    std::uint16_t camera_port = 0;  // 0: the model has none
    std::string serial;
    Secret access_code;
    std::optional<std::array<std::byte, 32>> fingerprint;  // that is expected
    const Model* model = nullptr;                          // may be unknown
};

// A connection to its broker that stands already.
struct Standing {
    std::string seen;
    std::optional<bool> developer_mode;  // as far as the printer says
    report::Storage storage = report::Storage::unknown;
};

struct PrinterProbes {
    // None: the check-up connects by itself.
    std::function<std::optional<Standing>()> connection;
    // Whether the camera is in use by the caller: its port is not touched then.
    std::function<bool()> camera_is_open;
    // A look through it; called when port and access code are fine.
    std::function<awaitable<Finding>()> camera;
    std::function<awaitable<Finding>()> announcement;
};

enum class Scope { everything, camera };

struct PrinterLimits {
    std::chrono::milliseconds port = std::chrono::seconds(3);
    std::chrono::milliseconds login = std::chrono::seconds(7);  // a cold P1S takes 5 s
    std::chrono::milliseconds report = std::chrono::seconds(4);
    std::chrono::milliseconds storage = std::chrono::seconds(8);
    std::chrono::milliseconds files_free = std::chrono::seconds(4);  // until another program is done
    std::chrono::milliseconds everything = std::chrono::seconds(28);
};

// The steps, for a report that shows them from the start.
std::vector<Checkup::Plan> printer_plan(const PrinterTarget& target, Scope scope);

// Runs until every step of it that the check-up plans has its finding; finishes nothing. `pool` outlives it.
// Cancelling or `stop` ends it within a second.
awaitable<void> check_printer(std::shared_ptr<Checkup> checkup, PrinterTarget target, PrinterProbes probes,
                              WorkerPool& pool, std::stop_token stop, PrinterLimits limits = {});

}  // namespace gantry::bambu::doctor
