// What glibc's allocator keeps of freed memory. It keeps much in a program whose viewers come and go: libnice
// takes two blocks of 64 KiB for each, of which it fills little; carved out of memory that was used before,
// all of them counts.
#pragma once

#include "base/asio.hpp"

namespace gantry::heap {

// From now on large blocks come from the kernel and go back to it. Once, first in main: a block costs some
// microseconds more.
void give_large_blocks_back();

// Gives the kernel all free pages of small blocks too. Any thread; takes about a millisecond for 10 MiB.
void trim();

// Trims once what comes in bulk, and leaves holes where it was read, has been quiet for two seconds. The
// executor's thread only.
class Trimmer {
public:
    explicit Trimmer(const Executor& executor) : timer_(executor) {}
    // Something came; what was asked for before waits with it.
    void soon();

private:
    asio::steady_timer timer_;
};

}  // namespace gantry::heap
