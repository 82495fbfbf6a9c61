#include "base/passphrase.hpp"

#include <sodium.h>

#include <new>

#include "base/bytes.hpp"
#include "base/random.hpp"

namespace gantry {
namespace {

constexpr std::uint32_t max_passes = 10;
constexpr std::uint32_t max_memory_kib = 256 * 1024;
constexpr std::uint32_t usual_passes = 3;
constexpr std::uint32_t usual_memory_kib = 64 * 1024;
constexpr std::uint32_t cheapest_memory_kib = crypto_pwhash_MEMLIMIT_MIN / 1024;

unsigned char* raw(std::string& text) {
    return reinterpret_cast<unsigned char*>(text.data());
}

const unsigned char* raw(BytesView bytes) {
    return reinterpret_cast<const unsigned char*>(bytes.data());
}

Secret key_of(const Secret& passphrase, BytesView salt, const SealedText& cost) {
    std::string key(crypto_secretbox_KEYBYTES, '\0');
    const auto& text = passphrase.reveal();
    const int failed = crypto_pwhash(raw(key), key.size(), text.data(), text.size(), raw(salt), cost.passes,
                                     std::size_t{cost.memory_kib} * 1024, crypto_pwhash_ALG_ARGON2ID13);
    if (failed != 0) throw std::bad_alloc();
    return Secret(std::move(key));
}

}  // namespace

SealedText seal_with(const Secret& passphrase, const Secret& text, HashCost cost) {
    const bool cheapest = cost == HashCost::cheapest;
    SealedText sealed{.passes = cheapest ? 1 : usual_passes,
                      .memory_kib = cheapest ? cheapest_memory_kib : usual_memory_kib};
    const auto salt = random_bytes(crypto_pwhash_SALTBYTES);
    const auto key = key_of(passphrase, salt, sealed);
    auto box = random_bytes(crypto_secretbox_NONCEBYTES);
    box.resize(box.size() + crypto_secretbox_MACBYTES + text.reveal().size());
    auto* nonce = reinterpret_cast<unsigned char*>(box.data());
    crypto_secretbox_easy(nonce + crypto_secretbox_NONCEBYTES, raw(as_bytes(text.reveal())),
                          text.reveal().size(), nonce, raw(as_bytes(key.reveal())));
    sealed.salt = to_base64(salt);
    sealed.box = to_base64(box);
    return sealed;
}

Result<Secret> open_with(const Secret& passphrase, const SealedText& sealed) {
    constexpr std::size_t overhead = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES;
    const auto salt = from_base64(sealed.salt);
    const auto box = from_base64(sealed.box);
    const bool whole = salt && box && salt->size() == crypto_pwhash_SALTBYTES && box->size() >= overhead;
    if (!whole || sealed.passes == 0 || sealed.memory_kib < cheapest_memory_kib)
        return fail(Errc::malformed, "what is sealed is damaged");
    if (sealed.passes > max_passes || sealed.memory_kib > max_memory_kib)
        return fail(Errc::too_large, "what is sealed would take too long to open");
    const auto key = key_of(passphrase, *salt, sealed);
    std::string text(box->size() - overhead, '\0');
    const auto* nonce = raw(*box);
    const int failed = crypto_secretbox_open_easy(raw(text), nonce + crypto_secretbox_NONCEBYTES,
                                                  box->size() - crypto_secretbox_NONCEBYTES, nonce,
                                                  raw(as_bytes(key.reveal())));
    if (failed != 0) return fail(Errc::rejected, "the passphrase does not fit");
    return Secret(std::move(text));
}

}  // namespace gantry
