// What a stranger may send to a viewer's port: told apart by its first bytes, then DTLS before any handshake
// and SRTCP that is not authentic.
#include "base/random.hpp"
#include "rtc/dtls/session.hpp"
#include "rtc/srtp/rtcp_session.hpp"
#include "rtc/viewer/datagram.hpp"

namespace {

using namespace gantry;
using namespace gantry::rtc;

srtp::Keys fixed_keys() {
    constexpr auto profile = srtp::Profile::aes_128_gcm;
    return srtp::split_keys(profile, Bytes(2 * (srtp::key_bytes + srtp::salt_bytes(profile)), std::byte{7}),
                            false);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const dtls::Context context;
    constexpr std::size_t max_datagram = 2048;
    if (size > max_datagram) return 0;
    Bytes datagram;
    for (std::size_t i = 0; i < size; ++i)
        datagram.push_back(static_cast<std::byte>(data[i]));
    switch (viewer::classify(datagram)) {
        case viewer::DatagramKind::dtls: {
            dtls::Session session(context, dtls::Role::server, {}, [](BytesView) {});
            if (session.receive(datagram) == dtls::State::established) __builtin_trap();
            break;
        }
        case viewer::DatagramKind::rtcp: {
            srtp::RtcpSession session(fixed_keys());
            (void)session.unprotect(datagram);
            break;
        }
        case viewer::DatagramKind::rtp:
        case viewer::DatagramKind::unknown:
            break;
    }
    return 0;
}
