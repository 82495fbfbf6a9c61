#include "net/tls/identity.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include "base/bytes.hpp"

namespace gantry::net::tls {
namespace {

constexpr int max_name_length = 256;

std::string common_name_of(const X509_NAME* name) {
    std::string text(max_name_length, '\0');
    const int length =
        X509_NAME_get_text_by_NID(const_cast<X509_NAME*>(name), NID_commonName, text.data(), max_name_length);
    text.resize(length > 0 ? static_cast<std::size_t>(length) : 0);
    return text;
}

}  // namespace

PeerIdentity identity_of(x509_st* certificate) {
    PeerIdentity identity;
    identity.common_name = common_name_of(X509_get_subject_name(certificate));
    identity.issuer = common_name_of(X509_get_issuer_name(certificate));
    unsigned length = 0;
    X509_digest(certificate, EVP_sha256(), reinterpret_cast<unsigned char*>(identity.fingerprint.data()),
                &length);
    return identity;
}

Verify accept_any() {
    return [](const PeerIdentity&) -> Result<> { return {}; };
}

Verify expect(std::string common_name, std::optional<std::array<std::byte, 32>> fingerprint) {
    return [common_name = std::move(common_name), fingerprint](const PeerIdentity& peer) -> Result<> {
        if (peer.common_name != common_name) {
            return fail(Errc::untrusted, fmt::format("the certificate belongs to \"{}\", not to \"{}\"",
                                                     peer.common_name, common_name));
        }
        if (fingerprint && *fingerprint != peer.fingerprint) {
            return fail(Errc::untrusted, fmt::format("the certificate of {} has changed (was {}, is {})",
                                                     common_name, to_hex(*fingerprint).substr(0, 16),
                                                     to_hex(peer.fingerprint).substr(0, 16)));
        }
        return {};
    };
}

}  // namespace gantry::net::tls
