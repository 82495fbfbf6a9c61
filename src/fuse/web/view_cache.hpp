// The list of all printers as JSON text: what has changed is written again, the rest is kept, so that a page
// costs no more with 500 printers than with five. Owned by the program; the loop's thread only.
#pragma once

#include <map>
#include <set>
#include <string>

#include "fuse/web/views.hpp"

namespace gantry::fuse::web {

class ViewCache {
public:
    explicit ViewCache(Parts parts);

    // The views of all printers, as printer_views() has them. Valid until the next call.
    const std::string& text();

private:
    struct Kept {
        CameraView camera;
        std::string text;
    };
    bool refresh(const printers::PrinterSession& session, const ViewerCounts& viewers);
    void forget_removed();

    Parts parts_;
    std::map<farm::PrinterId, Kept> kept_;
    std::set<farm::PrinterId> changed_;
    bool list_changed_ = true;
    std::string text_;
    std::vector<Subscription> subscriptions_;
};

}  // namespace gantry::fuse::web
