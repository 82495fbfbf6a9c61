#include "rtc/srtp/rtcp_session.hpp"

#include <srtp2/srtp.h>

#include <cassert>
#include <limits>
#include <stdexcept>

namespace gantry::rtc::srtp {
namespace {

static_assert(RtcpSession::max_overhead >= 4 + 16);  // index and the longest tag

void start_library() {
    // Once per process, for good: libsrtp's own counterpart must not run while sessions exist.
    static const auto status = srtp_init();
    if (status != srtp_err_status_ok) throw std::runtime_error("SRTP: libsrtp cannot start");
}

void free_context(srtp_ctx_t_* context) {
    if (context != nullptr) srtp_dealloc(context);
}

srtp_ctx_t_* make_context(Profile profile, const MasterKey& master, srtp_ssrc_type_t direction) {
    srtp_policy_t policy{};
    switch (profile) {
        case Profile::aes_128_gcm:
            srtp_crypto_policy_set_aes_gcm_128_16_auth(&policy.rtp);
            srtp_crypto_policy_set_aes_gcm_128_16_auth(&policy.rtcp);
            break;
        case Profile::aes_128_cm_sha1_80:
            srtp_crypto_policy_set_rtp_default(&policy.rtp);
            srtp_crypto_policy_set_rtcp_default(&policy.rtcp);
            break;
    }
    Bytes key = master.key;
    key.insert(key.end(), master.salt.begin(), master.salt.end());
    policy.ssrc.type = direction;
    policy.key = reinterpret_cast<unsigned char*>(key.data());
    policy.window_size = 128;
    srtp_t context = nullptr;
    if (srtp_create(&context, &policy) != srtp_err_status_ok) {
        throw std::runtime_error("SRTP: libsrtp refused the keys");
    }
    return context;
}

}  // namespace

RtcpSession::RtcpSession(const Keys& keys)
    : outgoing_(nullptr, free_context), incoming_(nullptr, free_context) {
    start_library();
    outgoing_.reset(make_context(keys.profile, keys.local, ssrc_any_outbound));
    incoming_.reset(make_context(keys.profile, keys.remote, ssrc_any_inbound));
}

bool RtcpSession::is_known_source(BytesView packet) {
    constexpr std::size_t max_sources = 16;
    const auto source = read_be32(packet, 4);
    if (std::ranges::find(sources_, source) != sources_.end()) return true;
    if (sources_.size() == max_sources) return false;
    sources_.push_back(source);
    return true;
}

Result<std::size_t> RtcpSession::protect(std::span<std::byte> buffer, std::size_t length) {
    assert(buffer.size() >= length + max_overhead);
    int size = static_cast<int>(length);
    if (srtp_protect_rtcp(outgoing_.get(), buffer.data(), &size) != srtp_err_status_ok) {
        return fail(Errc::internal, "SRTCP: cannot protect a report");
    }
    return static_cast<std::size_t>(size);
}

Result<BytesView> RtcpSession::unprotect(std::span<std::byte> packet) {
    constexpr std::size_t shortest = 8 + 4 + 10;  // header, index, tag
    if (packet.size() < shortest || packet.size() > std::numeric_limits<std::uint16_t>::max()) {
        return fail(Errc::malformed, "SRTCP packet of an impossible length");
    }
    if (!is_known_source(packet)) return fail(Errc::malformed, "SRTCP from too many sources");
    int size = static_cast<int>(packet.size());
    if (srtp_unprotect_rtcp(incoming_.get(), packet.data(), &size) != srtp_err_status_ok) {
        return fail(Errc::malformed, "SRTCP packet is not authentic");
    }
    return BytesView(packet).first(static_cast<std::size_t>(size));
}

}  // namespace gantry::rtc::srtp
