#include "sim/certificate.hpp"

#include <gtest/gtest.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include "net/tls/identity.hpp"
#include "tests/sim/rig.hpp"

namespace gantry::sim {
namespace {

std::shared_ptr<X509> read_certificate(const std::string& pem) {
    const std::unique_ptr<BIO, int (*)(BIO*)> bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())),
                                                  BIO_free);
    return {PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr), X509_free};
}

TEST(Certificate, NamesTheSerialNumberAndTheAuthority) {
    const auto issued = test_authority().issue("01P00A000000001", X509Version::v1);
    const auto leaf = read_certificate(issued.chain_pem);
    ASSERT_TRUE(leaf);
    const auto identity = net::tls::identity_of(leaf.get());
    EXPECT_EQ(identity.common_name, "01P00A000000001");
    EXPECT_EQ(identity.issuer, "BBL CA");
    EXPECT_EQ(X509_get_version(leaf.get()), 0);
    EXPECT_EQ(X509_get_ext_count(leaf.get()), 0);
}

TEST(Certificate, IsAnotherOneEachTime) {
    const auto one = test_authority().issue("01P00A000000001", X509Version::v3);
    const auto other = test_authority().issue("01P00A000000001", X509Version::v3);
    EXPECT_NE(one.chain_pem, other.chain_pem);
    EXPECT_NE(one.private_key_pem, other.private_key_pem);
}

TEST(Authority, StaysTheSameInItsFolder) {
    const TemporaryFolder folder;
    const Authority first(folder.path());
    const auto before = std::filesystem::last_write_time(folder.path() + "/authority.pem");
    const Authority second(folder.path());
    EXPECT_EQ(std::filesystem::last_write_time(folder.path() + "/authority.pem"), before);
    EXPECT_EQ(std::filesystem::status(folder.path() + "/authority-key.pem").permissions(),
              std::filesystem::perms(0600));
}

}  // namespace
}  // namespace gantry::sim
