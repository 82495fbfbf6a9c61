// What every repository needs beside SOCI. Pure: any thread.
#pragma once

#include <soci/soci.h>

#include <chrono>

namespace gantry::cloud {

using Time = std::chrono::system_clock::time_point;

// Times in the database and in every API: Unix milliseconds.
inline long long to_ms(Time time) {
    return std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch()).count();
}
inline Time from_ms(long long ms) {
    return Time(std::chrono::milliseconds(ms));
}

namespace storage {

// Executes a prepared statement; how many rows it changed.
inline long long changed_rows(soci::statement& statement) {
    statement.execute(true);
    return statement.get_affected_rows();
}

}  // namespace storage
}  // namespace gantry::cloud
