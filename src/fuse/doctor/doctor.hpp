// Check-ups of printers, of their cameras and of Fuse itself, on request. Owned by the program; the loop's
// thread only. What it is given outlives it.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/checkup.hpp"
#include "base/supervisor.hpp"
#include "fuse/doctor/limits.hpp"
#include "fuse/gateway/gateway.hpp"
#include "fuse/printer_cameras.hpp"
#include "fuse/printers/examiner.hpp"
#include "fuse/snapshots/snapshots.hpp"
#include "rtc/engine.hpp"

namespace gantry::fuse::doctor {

using printers::Scope;

// From where the picture is missed: what only the Cloud needs is no failure for a page of Fuse itself.
enum class Asker { here, cloud };

struct Question {
    std::optional<farm::PrinterId> printer;  // none: Fuse itself
    Scope scope = Scope::everything;
    Asker asker = Asker::here;
    std::vector<rtc::IceServer> ice_servers;  // that Fuse would use for the asker
};

struct Patients {
    printers::Printers& printers;
    const printers::Examiners& examiners;
    PrinterCameras& cameras;
    settings::CurrentSettings& settings;
    gateway::Gateway& gateway;
    snapshots::Snapshots& snapshots;
    WorkerPool& pool;
    std::string data;  // folder
    // The servers that live video would use, from the Cloud; may be empty.
    std::function<awaitable<Result<std::vector<rtc::IceServer>>>()> ask_for_servers;
};

class Doctor {
public:
    Doctor(Executor executor, Patients patients, Limits limits = {});
    ~Doctor();

    // The check-up runs by itself and ends within half a minute; one that asks the same joins one that runs.
    // Errors: not_found, busy (too many at once).
    Result<std::shared_ptr<Checkup>> examine(const Question& question);
    // Ends all of them.
    awaitable<void> stop();

private:
    class Course;

    Executor executor_;
    Patients patients_;
    Limits limits_;
    std::stop_source stop_;
    // Shared with whoever shows them.
    std::map<std::string, std::weak_ptr<Checkup>> running_;
    Supervisor supervisor_;
};

}  // namespace gantry::fuse::doctor
