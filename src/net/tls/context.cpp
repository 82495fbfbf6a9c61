#include "net/tls/context.hpp"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>

#include <boost/asio/ssl/error.hpp>

#include "base/asio.hpp"

namespace gantry::net::tls {
namespace {

struct FreeBio {
    void operator()(BIO* bio) const { BIO_free(bio); }
};
struct FreeKey {
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
struct FreeX509 {
    void operator()(X509* certificate) const { X509_free(certificate); }
};
using BioPtr = std::unique_ptr<BIO, FreeBio>;
using KeyPtr = std::unique_ptr<EVP_PKEY, FreeKey>;
using X509Ptr = std::unique_ptr<X509, FreeX509>;

[[noreturn]] void throw_openssl() {
    throw SystemError(ErrorCode(static_cast<int>(ERR_get_error()), asio::error::get_ssl_category()));
}

std::shared_ptr<SSL_CTX> make_context(const SSL_METHOD* method) {
    SSL_CTX* context = SSL_CTX_new(method);
    if (context == nullptr) throw_openssl();
    SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                                  SSL_MODE_RELEASE_BUFFERS);
    SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
    return {context, SSL_CTX_free};
}

BioPtr open_pem(const std::string& pem) {
    return BioPtr(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
}

void use_chain(SSL_CTX* context, const std::string& pem) {
    const auto bio = open_pem(pem);
    const X509Ptr leaf(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
    if (!leaf || SSL_CTX_use_certificate(context, leaf.get()) != 1) throw_openssl();
    while (X509* link = PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr)) {
        if (SSL_CTX_add0_chain_cert(context, link) != 1) throw_openssl();
    }
    ERR_clear_error();  // the end of the file is reported as an error
}

}  // namespace

ClientContext::ClientContext(Verify verify, Versions versions)
    : check_(std::move(verify)), context_(make_context(TLS_client_method())) {
    if (versions == Versions::only_1_2) SSL_CTX_set_max_proto_version(context_.get(), TLS1_2_VERSION);
    check_.install(context_.get());
}

ClientContext::~ClientContext() = default;

void PeerCheck::install(ssl_ctx_st* context) {
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nullptr);
    SSL_CTX_set_cert_verify_callback(
        context, [](X509_STORE_CTX* store, void* self) { return check(store, self); }, this);
}

int PeerCheck::check(void* store, void* self) {
    auto& [verify, handshake] = *static_cast<PeerCheck*>(self);
    auto* store_context = static_cast<X509_STORE_CTX*>(store);
    handshake.peer = identity_of(X509_STORE_CTX_get0_cert(store_context));
    handshake.verdict = verify(handshake.peer);
    if (handshake.verdict) return 1;
    X509_STORE_CTX_set_error(store_context, X509_V_ERR_APPLICATION_VERIFICATION);
    return 0;
}

std::shared_ptr<ssl_ctx_st> make_server_context(const std::string& certificate_chain_pem,
                                                const std::string& private_key_pem) {
    auto context = make_context(TLS_server_method());
    use_chain(context.get(), certificate_chain_pem);
    const auto bio = open_pem(private_key_pem);
    const KeyPtr key(PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, nullptr));
    if (!key || SSL_CTX_use_PrivateKey(context.get(), key.get()) != 1) throw_openssl();
    if (SSL_CTX_check_private_key(context.get()) != 1) throw_openssl();
    return context;
}

std::shared_ptr<ssl_ctx_st> make_web_context() {
    auto context = make_context(TLS_client_method());
    SSL_CTX_set_default_verify_paths(context.get());
    SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
    return context;
}

}  // namespace gantry::net::tls
