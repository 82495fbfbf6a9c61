// The sockets that this process really has, as the system counts them.
#pragma once

#include <charconv>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>

namespace gantry::testing {

// Its TCP connections over IPv4 to this port, open at our end.
inline std::size_t connections_to(std::uint16_t port) {
    std::set<std::string> ours;
    std::error_code gone;
    for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd"))
        ours.insert(std::filesystem::read_symlink(entry.path(), gone).string());
    std::ifstream table("/proc/self/net/tcp");
    std::string line;
    std::getline(table, line);  // the names of the columns
    std::size_t count = 0;
    while (std::getline(table, line)) {
        std::istringstream words(line);
        std::string number, local, remote, state, queues, timer, retransmits, user, timeout, inode;
        words >> number >> local >> remote >> state >> queues >> timer >> retransmits >> user >> timeout >>
            inode;
        unsigned remote_port = 0;
        const auto* const digits = remote.data() + remote.find(':') + 1;
        std::from_chars(digits, remote.data() + remote.size(), remote_port, 16);
        if (remote_port == port && ours.contains("socket:[" + inode + "]")) ++count;
    }
    return count;
}

}  // namespace gantry::testing
