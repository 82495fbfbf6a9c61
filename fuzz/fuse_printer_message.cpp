// What a printer sends, on its way into the ring of messages: named, freed of secrets, packed and read again.
#include <cstdlib>

#include "base/json.hpp"
#include "fuse/communications/packing.hpp"
#include "fuse/communications/redact.hpp"
#include "fuse/printers/bambu/message_name.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace gantry;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    if (fuse::printers::bambu::message_name(text).size() > 40) std::abort();
    const Secret code("9713");
    const auto plain = fuse::communications::redact(text, {code});
    if (plain.contains(code.reveal())) std::abort();
    static fuse::communications::Packer packer;
    static std::string reference;
    if (fuse::communications::unpack(packer.pack(plain, reference), reference, plain.size()) != plain)
        std::abort();
    if (plain.size() > 100) reference = plain;
    return 0;
}
