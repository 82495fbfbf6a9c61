// What open pages must follow at once. Owned by the program; told and heard on the event loop.
#pragma once

#include "base/signal.hpp"
#include "cloud/accounts/member.hpp"

namespace gantry::cloud::accounts {

struct Changes {
    Signal<Member> member;            // role, permissions, scope, or a name
    Signal<UserId, StoreId> removed;  // somebody is no longer in a store
    Signal<SessionId> signed_out;     // a browser is
    Signal<SessionId> moved;          // a browser is in another store now
    Signal<SessionId, Time> renewed;  // a browser's access lasts longer
    Signal<ApiKeyId> revoked;         // a key opens nothing any more
    Signal<WallLinkId> taken_down;    // nor does a wall link
};

}  // namespace gantry::cloud::accounts
