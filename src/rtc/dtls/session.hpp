// One DTLS association. No sockets and no clocks: the owner carries datagrams and asks for the next deadline.
// Owned by one peer; used on the loop's thread.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>

#include "base/bytes.hpp"
#include "rtc/dtls/context.hpp"
#include "rtc/srtp/keys.hpp"

struct ssl_st;
struct bio_st;
struct bio_method_st;

namespace gantry::rtc::dtls {

enum class Role { server, client };
enum class State { handshaking, established, closed, failed };

class Session {
public:
    using Send = std::function<void(BytesView datagram)>;

    // `send` is called from within the other methods. `expected` is the browser's certificate.
    Session(const Context& context, Role role, sdp::Fingerprint expected, Send send);
    ~Session();
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    // A client speaks first; a server waits.
    State start();
    State receive(BytesView datagram);
    // When to call on_timeout; nothing when no answer is awaited.
    std::optional<std::chrono::milliseconds> timeout() const;
    State on_timeout();
    // Says goodbye to an established peer.
    void close();

    State state() const { return state_; }
    // Why the state is failed, for people; untrusted when the certificate is not the offer's.
    const Error& error() const { return error_; }
    // Of an established session. Errc::unsupported when no SRTP profile was agreed.
    Result<srtp::Keys> keys() const;

private:
    static const bio_method_st* method();
    static int on_write(bio_st* bio, const char* bytes, int length);
    static int on_read(bio_st* bio, char* bytes, int length);
    static long on_control(bio_st* bio, int command, long number, void* pointer);

    State advance();
    State fail_with(Errc code, std::string detail);
    void drain();

    std::unique_ptr<ssl_st, void (*)(ssl_st*)> ssl_;
    Role role_;
    sdp::Fingerprint expected_;
    Send send_;
    BytesView incoming_;  // the datagram being read; empty otherwise
    State state_ = State::handshaking;
    Error error_;
};

}  // namespace gantry::rtc::dtls
