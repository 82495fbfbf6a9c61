#include "net/ftps/control.hpp"
#include "net/ftps/visit.hpp"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    const std::string_view said(reinterpret_cast<const char*>(data), size);
    static_cast<void>(gantry::net::ftps::number_of(said));
    static_cast<void>(gantry::net::ftps::refusal_in(said));
    return 0;
}
