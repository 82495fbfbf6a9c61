// Finished datagrams for one destination, sent with as few system calls as the kernel allows. Loop's thread.
#pragma once

#include <netinet/in.h>
#include <sys/socket.h>

#include <cstddef>
#include <span>
#include <vector>

#include "base/bytes.hpp"

namespace gantry::rtc::ice {

// Datagrams laid out one after the other. Reused from burst to burst: it allocates only while it grows.
class Burst {
public:
    static constexpr std::size_t max_packets = 64;

    Burst() : storage_(max_packets * packet_bytes) {}

    void clear() { sizes_.clear(), used_ = 0; }
    bool full() const { return sizes_.size() == max_packets; }
    std::size_t size() const { return sizes_.size(); }
    // Room for the next datagram; commit() says how much of it was written.
    std::span<std::byte> next() { return std::span(storage_).subspan(used_, packet_bytes); }
    void commit(std::size_t bytes);
    BytesView packet(std::size_t index) const;
    // The packets from `first` that one segmented send may carry: all of the first one's size, the last one
    // at most that.
    std::size_t run_length(std::size_t first) const;
    BytesView range(std::size_t first, std::size_t count) const;

private:
    static constexpr std::size_t packet_bytes = 1500;

    struct Place {
        std::size_t offset = 0;
        std::size_t size = 0;
    };

    std::vector<std::byte> storage_;
    std::vector<Place> sizes_;
    std::size_t used_ = 0;
};

struct Destination {
    sockaddr_storage address{};
    socklen_t length = 0;
};

// One datagram; false: the socket is full for now.
bool send_datagram(int socket, const Destination& destination, BytesView datagram);
// Sends from `first` on; returns how many packets the socket took. Fewer than all: it is full for now. A
// packet that the network refuses (host unreachable) counts as taken: it is lost, as any may be.
std::size_t send_burst(int socket, const Destination& destination, const Burst& burst, std::size_t first = 0);

}  // namespace gantry::rtc::ice
