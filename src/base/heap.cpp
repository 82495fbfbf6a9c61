#include "base/heap.hpp"

#include <malloc.h>

namespace gantry::heap {
namespace {

// glibc begins at 128 KiB, and takes more each time that such a block is freed.
constexpr int large = 65'535;
constexpr auto quiet = 2s;

}  // namespace

void give_large_blocks_back() {
    mallopt(M_MMAP_THRESHOLD, large);
}

void trim() {
    malloc_trim(0);
}

void Trimmer::soon() {
    timer_.expires_after(quiet);
    timer_.async_wait([](ErrorCode error) {
        if (!error) trim();
    });
}

}  // namespace gantry::heap
