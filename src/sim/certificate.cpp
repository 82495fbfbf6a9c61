#include "sim/certificate.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>

#include <stdexcept>

#include "base/bytes.hpp"
#include "base/private_file.hpp"
#include "base/random.hpp"

namespace gantry::sim {
namespace {

using KeyPtr = std::shared_ptr<EVP_PKEY>;
using X509Ptr = std::shared_ptr<X509>;

constexpr unsigned key_bits = 2048;
constexpr long ten_years_s = 10L * 365 * 24 * 3600;
constexpr long an_hour_s = 3600;

void check(bool ok, const char* what) {
    if (!ok) throw std::runtime_error(std::string("OpenSSL: ") + what);
}

KeyPtr make_key() {
    EVP_PKEY* key = EVP_RSA_gen(key_bits);
    check(key != nullptr, "cannot make a key");
    return {key, EVP_PKEY_free};
}

void set_name(X509_NAME* name, const char* organization, const std::string& common_name) {
    const auto add = [name](const char* field, const std::string& text) {
        check(
            X509_NAME_add_entry_by_txt(name, field, MBSTRING_UTF8,
                                       reinterpret_cast<const unsigned char*>(text.c_str()), -1, -1, 0) == 1,
            "name");
    };
    if (organization != nullptr) {
        add("C", "CN");
        add("O", organization);
    }
    add("CN", common_name);
}

X509Ptr make_unsigned(EVP_PKEY* key, X509Version version) {
    X509Ptr certificate(X509_new(), X509_free);
    check(certificate != nullptr, "certificate");
    X509_set_version(certificate.get(), static_cast<long>(version));
    const auto serial = random_bytes(8);
    std::uint64_t number = 0;
    for (const auto byte : serial)
        number = number << 8 | std::to_integer<std::uint64_t>(byte);
    ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate.get()), number >> 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -an_hour_s);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), ten_years_s);
    check(X509_set_pubkey(certificate.get(), key) == 1, "public key");
    return certificate;
}

template <class Write>
std::string pem_of(Write write) {
    const std::unique_ptr<BIO, int (*)(BIO*)> bio(BIO_new(BIO_s_mem()), BIO_free);
    check(write(bio.get()) == 1, "PEM");
    char* text = nullptr;
    const long length = BIO_get_mem_data(bio.get(), &text);
    return {text, static_cast<std::size_t>(length)};
}

std::string to_pem(X509* certificate) {
    return pem_of([certificate](BIO* bio) { return PEM_write_bio_X509(bio, certificate); });
}

std::string to_pem(EVP_PKEY* key) {
    return pem_of([key](BIO* bio) {
        return PEM_write_bio_PrivateKey(bio, key, nullptr, nullptr, 0, nullptr, nullptr);
    });
}

std::unique_ptr<BIO, int (*)(BIO*)> open_pem(const std::string& text) {
    return {BIO_new_mem_buf(text.data(), static_cast<int>(text.size())), BIO_free};
}

// As `BBL CA`: a self-signed RSA-2048 root without keyUsage.
X509Ptr make_root(EVP_PKEY* key) {
    auto root = make_unsigned(key, X509Version::v3);
    set_name(X509_get_subject_name(root.get()), "BBL Technologies Co., Ltd", "BBL CA");
    X509_set_issuer_name(root.get(), X509_get_subject_name(root.get()));
    X509_EXTENSION* authority = X509V3_EXT_conf_nid(nullptr, nullptr, NID_basic_constraints, "CA:TRUE");
    check(authority != nullptr && X509_add_ext(root.get(), authority, -1) == 1, "basic constraints");
    X509_EXTENSION_free(authority);
    check(X509_sign(root.get(), key, EVP_sha256()) > 0, "signature");
    return root;
}

}  // namespace

Authority::Authority(const std::filesystem::path& folder) {
    const auto certificate_file = folder / "authority.pem";
    const auto key_file = folder / "authority-key.pem";
    if (!exists(certificate_file) || !exists(key_file)) {
        key_ = make_key();
        certificate_ = make_root(key_.get());
        write_private_file(key_file, to_pem(key_.get()));
        write_private_file(certificate_file, to_pem(certificate_.get()));
        return;
    }
    const auto key_text = read_file(key_file);
    const auto certificate_text = read_file(certificate_file);
    key_ =
        KeyPtr(PEM_read_bio_PrivateKey(open_pem(key_text).get(), nullptr, nullptr, nullptr), EVP_PKEY_free);
    certificate_ =
        X509Ptr(PEM_read_bio_X509(open_pem(certificate_text).get(), nullptr, nullptr, nullptr), X509_free);
    check(key_ != nullptr && certificate_ != nullptr, "the authority's files are damaged");
}

Certificate Authority::issue(const std::string& serial, X509Version version) const {
    const auto key = make_key();
    const auto leaf = make_unsigned(key.get(), version);
    set_name(X509_get_subject_name(leaf.get()), nullptr, serial);
    X509_set_issuer_name(leaf.get(), X509_get_subject_name(certificate_.get()));
    check(X509_sign(leaf.get(), key_.get(), EVP_sha256()) > 0, "signature");
    return {to_pem(leaf.get()), to_pem(key.get())};
}

}  // namespace gantry::sim
