#include "base/heap.hpp"

#include <malloc.h>

namespace gantry::heap {
namespace {

// glibc begins at 128 KiB, and takes more each time that such a block is freed.
constexpr int large = 65'535;

}  // namespace

void give_large_blocks_back() {
    mallopt(M_MMAP_THRESHOLD, large);
}

void trim() {
    malloc_trim(0);
}

}  // namespace gantry::heap
