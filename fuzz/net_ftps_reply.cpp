#include "net/ftps/visit.hpp"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    static_cast<void>(gantry::net::ftps::number_of({reinterpret_cast<const char*>(data), size}));
    return 0;
}
