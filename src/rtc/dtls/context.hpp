// Our DTLS identity: an ECDSA P-256 key and its self-signed certificate, new with every engine.
// Owned by the Engine; used on the loop's thread.
#pragma once

#include <memory>
#include <string>

#include "base/bytes.hpp"
#include "rtc/sdp/offer.hpp"

struct ssl_ctx_st;
struct x509_st;

namespace gantry::rtc::dtls {

class Context {
public:
    Context();  // throws std::runtime_error when OpenSSL refuses

    ssl_ctx_st* native() const { return context_.get(); }
    // "sha-256 AB:CD:…", for the answer.
    const std::string& fingerprint() const { return fingerprint_; }

private:
    std::shared_ptr<ssl_ctx_st> context_;
    std::string fingerprint_;
};

bool matches(x509_st* certificate, const sdp::Fingerprint& expected);

}  // namespace gantry::rtc::dtls
