#include "fuse/communications/packing.hpp"

#include <zstd.h>

#include <new>
#include <stdexcept>

namespace gantry::fuse::communications {
namespace {

constexpr int level = 1;

std::size_t checked(std::size_t code) {
    if (ZSTD_isError(code)) throw std::logic_error(ZSTD_getErrorName(code));
    return code;
}

}  // namespace

void Packer::Free::operator()(ZSTD_CCtx* context) const {
    ZSTD_freeCCtx(context);
}

Packer::Packer() : context_(ZSTD_createCCtx()) {
    if (!context_) throw std::bad_alloc();
    checked(ZSTD_CCtx_setParameter(context_.get(), ZSTD_c_compressionLevel, level));
    // We know the size, and our memory does not rot.
    checked(ZSTD_CCtx_setParameter(context_.get(), ZSTD_c_contentSizeFlag, 0));
    checked(ZSTD_CCtx_setParameter(context_.get(), ZSTD_c_checksumFlag, 0));
    checked(ZSTD_CCtx_setParameter(context_.get(), ZSTD_c_dictIDFlag, 0));
}

Bytes Packer::pack(std::string_view text, std::string_view reference) {
    const auto bound = ZSTD_compressBound(text.size());
    if (buffer_.size() < bound) buffer_.resize(bound);
    checked(ZSTD_CCtx_refPrefix(context_.get(), reference.data(), reference.size()));
    const auto size =
        checked(ZSTD_compress2(context_.get(), buffer_.data(), buffer_.size(), text.data(), text.size()));
    return {buffer_.begin(), buffer_.begin() + static_cast<std::ptrdiff_t>(size)};
}

std::string unpack(BytesView packed, std::string_view reference, std::size_t size) {
    struct Free {
        void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
    };
    thread_local const std::unique_ptr<ZSTD_DCtx, Free> context(ZSTD_createDCtx());
    if (!context) throw std::bad_alloc();
    std::string text(size, '\0');
    checked(ZSTD_DCtx_refPrefix(context.get(), reference.data(), reference.size()));
    const auto got =
        checked(ZSTD_decompressDCtx(context.get(), text.data(), size, packed.data(), packed.size()));
    if (got != size) throw std::logic_error("a kept message has another length than it had");
    return text;
}

}  // namespace gantry::fuse::communications
