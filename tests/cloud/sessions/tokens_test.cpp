#include "cloud/sessions/tokens.hpp"

#include <gtest/gtest.h>
#include <jwt.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include "base/bytes.hpp"

namespace gantry::cloud::sessions {
namespace {

const Secret key(std::string(32, 'k'));
const Tokens tokens(key);
const Time now = from_ms(1'800'000'000'000);

AccessClaims claims() {
    return {.session = SessionId("s1"),
            .user = UserId("u1"),
            .store = StoreId("store"),
            .camera = true,
            .expires_at = now + std::chrono::minutes(15)};
}

// header.payload.signature by hand: what an attacker writes.
std::string forged(const std::string& header, const std::string& payload, const std::string& signature) {
    return to_base64url(as_bytes(header)) + "." + to_base64url(as_bytes(payload)) + "." +
           to_base64url(as_bytes(signature));
}

std::string hmac(const EVP_MD* digest, const std::string& secret, const std::string& text) {
    std::string out(EVP_MAX_MD_SIZE, '\0');
    unsigned length = 0;
    HMAC(digest, secret.data(), static_cast<int>(secret.size()),
         reinterpret_cast<const unsigned char*>(text.data()), text.size(),
         reinterpret_cast<unsigned char*>(out.data()), &length);
    out.resize(length);
    return out;
}

const std::string payload =
    R"({"use":"access","sid":"s1","sub":"u1","store":"store","camera":true,"exp":1900000000})";

TEST(Tokens, SayWhatWasSigned) {
    const auto read = tokens.read_access(tokens.sign(claims()).reveal(), now);
    ASSERT_TRUE(read.has_value());
    EXPECT_EQ(read->session, SessionId("s1"));
    EXPECT_EQ(read->user, UserId("u1"));
    EXPECT_EQ(read->store, StoreId("store"));
    EXPECT_TRUE(read->camera);
    auto without = claims();
    without.camera = false;
    EXPECT_FALSE(tokens.read_access(tokens.sign(without).reveal(), now)->camera);
    const auto refresh = tokens.read_refresh(
        tokens.sign(RefreshClaims{SessionId("s1"), 7, now + std::chrono::days(30)}).reveal(), now);
    EXPECT_EQ(refresh->generation, 7);
    const auto ticket = tokens.read_ticket(
        tokens.sign(TicketClaims{UserId("u1"), now + std::chrono::minutes(5)}).reveal(), now);
    EXPECT_EQ(ticket->user, UserId("u1"));
}

TEST(Tokens, CarryTheCameraClaimForWhoeverKnowsTheKey) {
    const auto text = tokens.sign(claims()).reveal();
    jwt_t* read = nullptr;
    ASSERT_EQ(
        jwt_decode(&read, text.c_str(), reinterpret_cast<const unsigned char*>(key.reveal().data()), 32), 0);
    EXPECT_EQ(jwt_get_grant_bool(read, "camera"), 1);
    EXPECT_EQ(jwt_get_alg(read), JWT_ALG_HS256);
    jwt_free(read);
}

TEST(Tokens, AreOfNoUseAfterTheirEnd) {
    const auto text = tokens.sign(claims()).reveal();
    EXPECT_TRUE(tokens.read_access(text, now + std::chrono::minutes(14)).has_value());
    EXPECT_EQ(tokens.read_access(text, now + std::chrono::minutes(15)).error().code, Errc::expired);
}

TEST(Tokens, OpenOnlyWhatTheyAreFor) {
    const auto access = tokens.sign(claims()).reveal();
    const auto refresh = tokens.sign(RefreshClaims{SessionId("s1"), 1, now + std::chrono::days(1)}).reveal();
    const auto ticket = tokens.sign(TicketClaims{UserId("u1"), now + std::chrono::minutes(5)}).reveal();
    EXPECT_FALSE(tokens.read_access(refresh, now));
    EXPECT_FALSE(tokens.read_access(ticket, now));
    EXPECT_FALSE(tokens.read_refresh(access, now));
    EXPECT_FALSE(tokens.read_refresh(ticket, now));
    EXPECT_FALSE(tokens.read_ticket(access, now));
}

TEST(Tokens, SignedByAnotherKeyOrChangedAreRefused) {
    const auto text = tokens.sign(claims()).reveal();
    EXPECT_FALSE(Tokens(Secret(std::string(32, 'x'))).read_access(text, now));
    for (std::size_t at = 0; at < text.size(); ++at) {
        auto changed = text;
        changed[at] = changed[at] == 'A' ? 'B' : 'A';
        const auto read = tokens.read_access(changed, now);
        // The last character of a base64 text may hold bits that nobody reads.
        if (read) EXPECT_EQ(read->user, UserId("u1")) << at;
        if (read) EXPECT_TRUE(at + 1 == text.size()) << at;
    }
}

TEST(Tokens, OfAnyOtherAlgorithmAreRefused) {
    const auto input = [](const std::string& header) {
        return to_base64url(as_bytes(header)) + "." + to_base64url(as_bytes(payload));
    };
    const auto genuine = R"({"typ":"JWT","alg":"HS256"})";
    EXPECT_TRUE(
        tokens.read_access(forged(genuine, payload, hmac(EVP_sha256(), key.reveal(), input(genuine))), now));
    for (const auto* header :
         {R"({"typ":"JWT","alg":"none"})", R"({"alg":"None"})", R"({"typ":"JWT"})", "{}"}) {
        EXPECT_FALSE(tokens.read_access(forged(header, payload, ""), now)) << header;
        EXPECT_FALSE(
            tokens.read_access(forged(header, payload, hmac(EVP_sha256(), key.reveal(), input(header))), now))
            << header;
    }
    const auto hs512 = R"({"typ":"JWT","alg":"HS512"})";
    EXPECT_FALSE(
        tokens.read_access(forged(hs512, payload, hmac(EVP_sha512(), key.reveal(), input(hs512))), now));
    for (const auto* alg : {"RS256", "ES256"}) {
        const auto header = std::string(R"({"typ":"JWT","alg":")") + alg + "\"}";
        EXPECT_FALSE(
            tokens.read_access(forged(header, payload, hmac(EVP_sha256(), key.reveal(), input(header))), now))
            << alg;
    }
}

// Who signs with a key pair of their own, and who takes a public key for the shared secret.
TEST(Tokens, ThatMixUpHmacAndRsaAreRefused) {
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> pair(EVP_RSA_gen(2048), EVP_PKEY_free);
    const std::unique_ptr<BIO, decltype(&BIO_free)> memory(BIO_new(BIO_s_mem()), BIO_free);
    PEM_write_bio_PrivateKey(memory.get(), pair.get(), nullptr, nullptr, 0, nullptr, nullptr);
    char* pem = nullptr;
    const auto length = BIO_get_mem_data(memory.get(), &pem);
    const std::string private_key(pem, static_cast<std::size_t>(length));
    jwt_t* token = nullptr;
    ASSERT_EQ(jwt_new(&token), 0);
    jwt_add_grants_json(token, payload.c_str());
    ASSERT_EQ(jwt_set_alg(token, JWT_ALG_RS256, reinterpret_cast<const unsigned char*>(private_key.data()),
                          static_cast<int>(private_key.size())),
              0);
    char* text = jwt_encode_str(token);
    ASSERT_NE(text, nullptr);
    EXPECT_FALSE(tokens.read_access(text, now));
    free(text);
    jwt_free(token);
    // A server whose key is a PEM text must not take RS256 for HS256 either.
    const Tokens of_pem{Secret(private_key)};
    const auto header = R"({"typ":"JWT","alg":"RS256"})";
    const auto signed_input = to_base64url(as_bytes(header)) + "." + to_base64url(as_bytes(payload));
    EXPECT_FALSE(
        of_pem.read_access(forged(header, payload, hmac(EVP_sha256(), private_key, signed_input)), now));
}

TEST(Tokens, ThatAreNoTokensAreRefused) {
    for (const std::string& text :
         {std::string(), std::string("."), std::string(".."), std::string("a.b.c"), std::string(4000, 'a'),
          std::string(2000, '.'), std::string("a\0b", 3), forged("[]", "[]", ""), forged("null", "{}", ""),
          forged(R"({"alg":"HS256"})", "not json", "x")})
        EXPECT_FALSE(tokens.read_access(text, now)) << text;
}

}  // namespace
}  // namespace gantry::cloud::sessions
