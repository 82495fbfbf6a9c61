// What pages ask about prints.
#pragma once

#include "cloud/prints/prints.hpp"
#include "net/http/router.hpp"

namespace gantry::cloud::prints {

void add_routes(net::http::Router& router, Prints& prints, const printers::Fleet& fleet);

}  // namespace gantry::cloud::prints
