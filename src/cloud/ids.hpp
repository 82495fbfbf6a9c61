// Ids of what the Cloud keeps. Values: any thread.
#pragma once

#include "base/id.hpp"

namespace gantry::cloud {

using UserId = Id<struct UserTag>;
using StoreId = Id<struct StoreTag>;
using FuseId = Id<struct FuseTag>;
using SessionId = Id<struct SessionTag>;  // of a browser that is signed in
using WallLinkId = Id<struct WallLinkTag>;
using ApiKeyId = Id<struct ApiKeyTag>;

}  // namespace gantry::cloud
