// How long a viewer puts up with a camera that fails. Owned by one live session; the loop's thread only.
#pragma once

#include "base/result.hpp"

namespace gantry::fuse {

class Patience {
public:
    // The viewer's connection stands.
    void connected() { connected_ = true; }
    // Pictures come, again perhaps: the breaks before were short.
    void pictures_come() { breaks_ = 0; }

    // Whether the session should end with this reason. A short break of a camera that was shown heals by
    // itself, and so does the next one; whoever waits for the first picture, or for a person to act, is told
    // at once.
    bool ends_with(const Error& reason) {
        const bool heals = reason.code == Errc::offline || reason.code == Errc::timeout;
        return !heals || !connected_ || ++breaks_ > 1;
    }

private:
    bool connected_ = false;
    int breaks_ = 0;
};

}  // namespace gantry::fuse
