// The route of check-ups. For this folder alone.
#pragma once

#include "fuse/doctor/doctor.hpp"
#include "net/http/router.hpp"

namespace gantry::fuse::web {

// `doctor` outlives the router.
void add_doctor_routes(net::http::Router& router, doctor::Doctor& doctor);

}  // namespace gantry::fuse::web
