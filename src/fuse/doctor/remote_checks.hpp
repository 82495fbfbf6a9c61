// Check-ups that the Cloud asks for. Owned by the program; the loop's thread only.
#pragma once

#include <map>
#include <string>

#include "farm/gateway/messages.hpp"
#include "fuse/doctor/doctor.hpp"

namespace gantry::fuse::doctor {

class RemoteChecks {
public:
    using Send = std::function<void(const farm::gateway::Message&)>;

    explicit RemoteChecks(Doctor& doctor) : doctor_(doctor) {}

    // Answers with each finding until the check-up is done; `send` may be called until then.
    void begin(const farm::gateway::Check& check, Send send);

private:
    struct Following {
        std::shared_ptr<Checkup> checkup;
        Subscription changed;
    };
    Doctor& doctor_;
    std::map<std::string, Following> following_;  // by the Cloud's id
};

}  // namespace gantry::fuse::doctor
