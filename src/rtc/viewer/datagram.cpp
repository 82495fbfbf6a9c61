#include "rtc/viewer/datagram.hpp"

namespace gantry::rtc::viewer {

DatagramKind classify(BytesView datagram) {
    constexpr std::size_t shortest_dtls = 13;
    constexpr std::size_t shortest_rtcp = 8;
    if (datagram.size() < shortest_rtcp) return DatagramKind::unknown;
    const auto first = std::to_integer<unsigned>(datagram[0]);
    const auto second = std::to_integer<unsigned>(datagram[1]);
    if (first >= 20 && first <= 63 && datagram.size() >= shortest_dtls) return DatagramKind::dtls;
    if (first < 128 || first > 191) return DatagramKind::unknown;
    return second >= 192 && second <= 223 ? DatagramKind::rtcp : DatagramKind::rtp;
}

}  // namespace gantry::rtc::viewer
