// libsrtp2 as a browser would use it: what our own SRTP and SRTCP are held against.
#pragma once

#include <srtp2/srtp.h>

#include <optional>
#include <span>
#include <stdexcept>

#include "rtc/srtp/keys.hpp"

namespace gantry::rtc {

class Libsrtp {
public:
    // Room that seal_rtcp() needs behind the packet.
    static constexpr std::size_t max_overhead = SRTP_MAX_TRAILER_LEN + 4;

    // The browser's keys: `local` protects what it sends.
    explicit Libsrtp(const srtp::Keys& keys) {
        static const auto started = srtp_init();
        if (started != srtp_err_status_ok) throw std::runtime_error("libsrtp does not start");
        outgoing_ = make(keys.profile, keys.local, ssrc_any_outbound);
        incoming_ = make(keys.profile, keys.remote, ssrc_any_inbound);
    }
    ~Libsrtp() {
        srtp_dealloc(outgoing_);
        srtp_dealloc(incoming_);
    }
    Libsrtp(const Libsrtp&) = delete;
    Libsrtp& operator=(const Libsrtp&) = delete;

    // In place; the new length, or nothing when the packet is refused.
    std::optional<std::size_t> open_rtp(std::span<std::byte> packet) {
        return work(srtp_unprotect, incoming_, packet.data(), packet.size());
    }
    std::optional<std::size_t> open_rtcp(std::span<std::byte> packet) {
        return work(srtp_unprotect_rtcp, incoming_, packet.data(), packet.size());
    }
    std::optional<std::size_t> seal_rtcp(std::span<std::byte> buffer, std::size_t length) {
        return work(srtp_protect_rtcp, outgoing_, buffer.data(), length);
    }

private:
    static srtp_t make(srtp::Profile profile, const srtp::MasterKey& master, srtp_ssrc_type_t direction) {
        srtp_policy_t policy{};
        if (profile == srtp::Profile::aes_128_gcm) {
            srtp_crypto_policy_set_aes_gcm_128_16_auth(&policy.rtp);
            srtp_crypto_policy_set_aes_gcm_128_16_auth(&policy.rtcp);
        } else {
            srtp_crypto_policy_set_rtp_default(&policy.rtp);
            srtp_crypto_policy_set_rtcp_default(&policy.rtcp);
        }
        Bytes key = master.key;
        key.insert(key.end(), master.salt.begin(), master.salt.end());
        policy.ssrc.type = direction;
        policy.key = reinterpret_cast<unsigned char*>(key.data());
        policy.window_size = 1024;
        srtp_t context = nullptr;
        if (srtp_create(&context, &policy) != srtp_err_status_ok) {
            throw std::runtime_error("libsrtp refused the keys");
        }
        return context;
    }

    template <class Step>
    static std::optional<std::size_t> work(Step step, srtp_t context, std::byte* data, std::size_t size) {
        int length = static_cast<int>(size);
        if (step(context, data, &length) != srtp_err_status_ok) return std::nullopt;
        return static_cast<std::size_t>(length);
    }

    srtp_t outgoing_ = nullptr;
    srtp_t incoming_ = nullptr;
};

}  // namespace gantry::rtc
