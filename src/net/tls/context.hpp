// OpenSSL contexts, shared by our own streams, libmosquitto and libcurl. Threads as SSL_CTX allows.
#pragma once

#include <memory>
#include <string>

#include "net/tls/identity.hpp"

struct ssl_ctx_st;

namespace gantry::net::tls {

// What the last handshake through a client context saw.
struct Handshake {
    PeerIdentity peer;
    Result<> verdict;
};

// Decides about the peers of an SSL_CTX, its own check aside. Stays where it is while the context may be
// used.
class PeerCheck {
public:
    explicit PeerCheck(Verify verify) : verify_(std::move(verify)) {}
    PeerCheck(const PeerCheck&) = delete;
    PeerCheck& operator=(const PeerCheck&) = delete;

    void install(ssl_ctx_st* context);
    // Valid after a handshake was tried; the verdict names why the peer was refused.
    const Handshake& handshake() const { return handshake_; }

private:
    static int check(void* store, void* self);
    Verify verify_;
    Handshake handshake_;
};

// A client's SSL_CTX whose certificate check is `verify` alone. One per connection attempt.
class ClientContext {
public:
    enum class Versions { any, only_1_2 };  // printers' FTPS breaks under TLS 1.3 (P2S)

    explicit ClientContext(Verify verify, Versions versions = Versions::any);
    ~ClientContext();
    ClientContext(const ClientContext&) = delete;
    ClientContext& operator=(const ClientContext&) = delete;

    ssl_ctx_st* native() const { return context_.get(); }
    // Valid after a handshake was tried; the verdict names why the peer was refused.
    const Handshake& handshake() const { return check_.handshake(); }

private:
    PeerCheck check_;
    std::shared_ptr<ssl_ctx_st> context_;
};

// A server's SSL_CTX from PEM texts. Throws SystemError when they do not fit together.
std::shared_ptr<ssl_ctx_st> make_server_context(const std::string& certificate_chain_pem,
                                                const std::string& private_key_pem);
// A client's SSL_CTX that verifies against the system's certificate authorities and `host`.
std::shared_ptr<ssl_ctx_st> make_web_context();

}  // namespace gantry::net::tls
