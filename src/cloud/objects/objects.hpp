// The object store: bytes by key, in a folder. Owned by the program; called from the event loop, while the
// disk is used on threads of its own. Ends before the loop does.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "base/worker_pool.hpp"

namespace gantry::cloud::objects {

struct Object {
    std::string bytes;
    std::chrono::system_clock::time_point stored_at;
};

struct Entry {
    std::string key;
    std::chrono::system_clock::time_point stored_at;
    std::uint64_t bytes = 0;
};

class Objects {
public:
    // Makes the folder (mode 0700) and removes what a crash left half written. Throws when that fails.
    explicit Objects(std::filesystem::path folder);

    // A key is one to eight names of letters, digits, '-', '_' and '.', joined by '/'; none begins with a
    // dot. Replaces what was there. Errors: malformed (key), storage (with the disk's reason).
    awaitable<Result<>> put(std::string key, std::string bytes);
    // Errors: malformed, not_found, storage.
    awaitable<Result<Object>> get(std::string key);
    // Well even when there is none. Errors: malformed, storage.
    awaitable<Result<>> remove(std::string key);
    // Everything below a key, in no order. Errors: malformed, storage.
    awaitable<Result<std::vector<Entry>>> list(std::string prefix);

private:
    std::filesystem::path folder_;
    WorkerPool threads_{2};
};

bool is_key(std::string_view text);

}  // namespace gantry::cloud::objects
