#include "base/hmac.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace gantry {
namespace {

template <std::size_t Size>
std::array<std::byte, Size> code_of(const EVP_MD* hash, BytesView key, BytesView message) {
    std::array<std::byte, Size> code{};
    HMAC(hash, key.data(), static_cast<int>(key.size()),
         reinterpret_cast<const unsigned char*>(message.data()), message.size(),
         reinterpret_cast<unsigned char*>(code.data()), nullptr);
    return code;
}

}  // namespace

std::array<std::byte, 20> hmac_sha1(BytesView key, BytesView message) {
    return code_of<20>(EVP_sha1(), key, message);
}

std::array<std::byte, 32> hmac_sha256(BytesView key, BytesView message) {
    return code_of<32>(EVP_sha256(), key, message);
}

}  // namespace gantry
