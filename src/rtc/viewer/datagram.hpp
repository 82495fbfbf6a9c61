// What arrives on a viewer's socket besides STUN, which libnice keeps (RFC 7983, RFC 5761). Pure: any thread.
#pragma once

#include "base/bytes.hpp"

namespace gantry::rtc::viewer {

enum class DatagramKind { dtls, rtp, rtcp, unknown };

DatagramKind classify(BytesView datagram);

}  // namespace gantry::rtc::viewer
