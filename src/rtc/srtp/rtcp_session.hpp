// SRTCP of one viewer, both ways, by libsrtp2. Owned by one peer; used on the loop's thread.
#pragma once

#include <memory>
#include <span>

#include "base/bytes.hpp"
#include "rtc/srtp/keys.hpp"

struct srtp_ctx_t_;

namespace gantry::rtc::srtp {

class RtcpSession {
public:
    // Room that protect() needs behind the packet.
    static constexpr std::size_t max_overhead = 32;

    explicit RtcpSession(const Keys& keys);  // throws std::runtime_error when libsrtp refuses

    // In place; returns the new length. Errc::internal.
    Result<std::size_t> protect(std::span<std::byte> buffer, std::size_t length);
    // In place; returns the plain packet. Errc::malformed for what is forged, replayed or broken.
    Result<BytesView> unprotect(std::span<std::byte> packet);

private:
    using Context = std::unique_ptr<srtp_ctx_t_, void (*)(srtp_ctx_t_*)>;
    bool is_known_source(BytesView packet);

    Context outgoing_;
    Context incoming_;
    std::vector<std::uint32_t> sources_;  // libsrtp keeps a stream for each: bounded
};

}  // namespace gantry::rtc::srtp
