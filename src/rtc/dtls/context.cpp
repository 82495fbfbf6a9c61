#include "rtc/dtls/context.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <stdexcept>

#include "base/random.hpp"

namespace gantry::rtc::dtls {
namespace {

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;

constexpr long day_seconds = 24 * 60 * 60;
constexpr long valid_days = 365;
// GCM first: AES-NI and PCLMUL make it several times cheaper than HMAC-SHA1.
constexpr auto srtp_profiles = "SRTP_AEAD_AES_128_GCM:SRTP_AES128_CM_SHA1_80";
constexpr auto ciphers = "ECDHE+AESGCM:ECDHE+CHACHA20:ECDHE+AES";

void require(bool ok, const char* what) {
    if (!ok) throw std::runtime_error(fmt::format("DTLS: {}", what));
}

Certificate make_certificate(EVP_PKEY* key) {
    Certificate certificate(X509_new(), X509_free);
    require(certificate != nullptr, "no certificate");
    X509_set_version(certificate.get(), X509_VERSION_3);
    ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate.get()), 1 + random_below(0x7ffffffe));
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -day_seconds);  // browsers' clocks differ
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), valid_days * day_seconds);
    auto* name = X509_get_subject_name(certificate.get());
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("gantry"), -1,
                               -1, 0);
    X509_set_issuer_name(certificate.get(), name);
    X509_set_pubkey(certificate.get(), key);
    require(X509_sign(certificate.get(), key, EVP_sha256()) > 0, "cannot sign the certificate");
    return certificate;
}

const EVP_MD* digest_of(sdp::Fingerprint::Hash hash) {
    switch (hash) {
        case sdp::Fingerprint::Hash::sha_256:
            return EVP_sha256();
        case sdp::Fingerprint::Hash::sha_384:
            return EVP_sha384();
        case sdp::Fingerprint::Hash::sha_512:
            return EVP_sha512();
    }
    return EVP_sha256();
}

Bytes digest(X509* certificate, const EVP_MD* algorithm) {
    Bytes bytes(EVP_MAX_MD_SIZE);
    unsigned length = 0;
    X509_digest(certificate, algorithm, reinterpret_cast<unsigned char*>(bytes.data()), &length);
    bytes.resize(length);
    return bytes;
}

std::string to_text(BytesView digest) {
    std::string text = "sha-256 ";
    for (std::size_t i = 0; i < digest.size(); ++i)
        text += fmt::format("{}{:02X}", i == 0 ? "" : ":", std::to_integer<unsigned>(digest[i]));
    return text;
}

// The fingerprint in the offer decides, after the handshake: browsers' certificates are self-signed.
int accept_certificate(int, X509_STORE_CTX*) {
    return 1;
}

}  // namespace

Context::Context() : context_(SSL_CTX_new(DTLS_method()), SSL_CTX_free) {
    require(context_ != nullptr, "no context");
    const Key key(EVP_EC_gen("P-256"), EVP_PKEY_free);
    require(key != nullptr, "no P-256 key");
    const auto certificate = make_certificate(key.get());
    fingerprint_ = to_text(digest(certificate.get(), EVP_sha256()));

    auto* context = context_.get();
    require(SSL_CTX_set_min_proto_version(context, DTLS1_2_VERSION) == 1, "no DTLS 1.2");
    require(SSL_CTX_set_cipher_list(context, ciphers) == 1, "no ciphers");
    require(SSL_CTX_set_tlsext_use_srtp(context, srtp_profiles) == 0, "no SRTP profiles");
    require(SSL_CTX_use_certificate(context, certificate.get()) == 1, "certificate refused");
    require(SSL_CTX_use_PrivateKey(context, key.get()) == 1, "key refused");
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, accept_certificate);
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_options(context, SSL_OP_NO_QUERY_MTU | SSL_OP_NO_TICKET | SSL_OP_NO_RENEGOTIATION);
    // The buffer would have 17 KiB, of which a handshake in pieces of one packet fills little.
    SSL_CTX_set_max_send_fragment(context, 2048);
    SSL_CTX_set_read_ahead(context, 1);
}

bool matches(x509_st* certificate, const sdp::Fingerprint& expected) {
    return certificate != nullptr && digest(certificate, digest_of(expected.hash)) == expected.digest;
}

}  // namespace gantry::rtc::dtls
