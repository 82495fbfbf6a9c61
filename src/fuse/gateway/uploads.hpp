// Puts snapshots where the Cloud grants it: asks for a grant once an hour, printer and connection, then one
// HTTP PUT for each picture. Owned by the program; the loop's thread only.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "fuse/gateway/gateway.hpp"
#include "fuse/snapshots/uploads.hpp"

namespace gantry::fuse::gateway {

class CloudUploads final : public snapshots::Uploads {
public:
    CloudUploads(Executor executor, Gateway& gateway);

    snapshots::Way way() const override;
    awaitable<Result<>> upload(farm::PrinterId printer, media::jpeg::ImagePtr picture) override;
    awaitable<Result<>> reach() override;
    void tell_problem(const farm::PrinterId& printer, const farm::Problem& problem) override;
    Signal<>& changed() override { return gateway_.changed(); }

private:
    using Grant = farm::gateway::UploadGrant;
    struct Asked;
    awaitable<Result<Grant>> grant_for(farm::PrinterId printer);
    awaitable<Result<Grant>> ask(farm::PrinterId printer);
    awaitable<Result<>> put(Grant grant, media::jpeg::ImagePtr picture);
    void take(const Grant& grant);
    void follow_link();

    Executor executor_;
    Gateway& gateway_;
    std::map<farm::PrinterId, Grant> grants_;  // of this connection: the next may be as another Fuse
    bool connected_ = false;
    std::map<std::string, std::shared_ptr<Asked>> asked_;  // by request id; shared with ask()
    Subscription granted_;
    Subscription link_;
};

}  // namespace gantry::fuse::gateway
