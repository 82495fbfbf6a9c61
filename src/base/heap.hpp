// What glibc's allocator keeps of freed memory. It keeps much in a program whose viewers come and go: libnice
// takes two blocks of 64 KiB for each, of which it fills little; carved out of memory that was used before,
// all of them counts.
#pragma once

namespace gantry::heap {

// From now on large blocks come from the kernel and go back to it. Once, first in main: a block costs some
// microseconds more.
void give_large_blocks_back();

// Gives the kernel all free pages of small blocks too. Any thread; takes about a millisecond for 10 MiB.
void trim();

}  // namespace gantry::heap
