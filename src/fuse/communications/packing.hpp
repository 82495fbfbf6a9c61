// Packs a message against an earlier one (zstd): a printer says nearly the same again and again, so that a
// report of 8 KB takes some hundred bytes. For this folder alone.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/bytes.hpp"

struct ZSTD_CCtx_s;

namespace gantry::fuse::communications {

// Owned by whoever keeps messages; one thread.
class Packer {
public:
    Packer();

    // Good for unpack() with the same reference, which may be empty. Throws std::bad_alloc.
    Bytes pack(std::string_view text, std::string_view reference);

private:
    struct Free {
        void operator()(ZSTD_CCtx_s* context) const;
    };
    std::unique_ptr<ZSTD_CCtx_s, Free> context_;
    Bytes buffer_;
};

// What was packed; any thread. Throws std::logic_error when `packed` is not ours.
std::string unpack(BytesView packed, std::string_view reference, std::size_t size);

}  // namespace gantry::fuse::communications
