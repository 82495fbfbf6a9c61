// The Cloud as a program. Blocking; the main thread only.
#pragma once

#include "cloud/cloud.hpp"

namespace gantry::cloud {

// Until it is told to stop (SIGINT, SIGTERM); begins anew, on the same port, with each backup that
// `gantry-cloud restore` hands over. The exit status. Throws when it cannot start.
int serve(Settings settings);

}  // namespace gantry::cloud
