#include "net/stun/message.hpp"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    using namespace gantry;
    const BytesView input(reinterpret_cast<const std::byte*>(data), size);
    net::stun::TransactionId id{};
    if (size >= net::stun::header_bytes) std::copy_n(input.begin() + 8, id.size(), id.begin());
    static_cast<void>(net::stun::parse_answer(input, id));
    return 0;
}
