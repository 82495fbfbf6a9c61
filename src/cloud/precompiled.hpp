// What the Cloud adds to base/precompiled.hpp, for itself and its tests. Files still include what they use
// themselves.
#pragma once

#include "base/precompiled.hpp"

#include <soci/soci.h>
