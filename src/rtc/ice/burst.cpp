#include "rtc/ice/burst.hpp"

#include <netinet/udp.h>

#include <cerrno>
#include <cstring>

namespace gantry::rtc::ice {
namespace {

constexpr std::size_t max_segmented_bytes = 65'000;

enum class Sent { taken, full, not_segmentable };

// One message of `count` datagrams; the kernel cuts it behind every `segment` bytes (UDP_SEGMENT,
// Linux 4.18).
Sent send_run(int socket, const Destination& destination, BytesView bytes, std::size_t segment,
              bool segmented) {
    iovec part{.iov_base = const_cast<std::byte*>(bytes.data()), .iov_len = bytes.size()};
    msghdr message{};
    message.msg_name = const_cast<sockaddr_storage*>(&destination.address);
    message.msg_namelen = destination.length;
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    alignas(cmsghdr) std::array<std::byte, CMSG_SPACE(sizeof(std::uint16_t))> control{};
    if (segmented) {
        message.msg_control = control.data();
        message.msg_controllen = control.size();
        auto* header = CMSG_FIRSTHDR(&message);
        header->cmsg_level = IPPROTO_UDP;
        header->cmsg_type = UDP_SEGMENT;
        header->cmsg_len = CMSG_LEN(sizeof(std::uint16_t));
        const auto size = static_cast<std::uint16_t>(segment);
        std::memcpy(CMSG_DATA(header), &size, sizeof size);
    }
    while (sendmsg(socket, &message, MSG_DONTWAIT | MSG_NOSIGNAL) < 0) {
        if (errno == EINTR) continue;
        if (errno == EAGAIN || errno == EWOULDBLOCK || errno == ENOBUFS) return Sent::full;
        // Devices without checksum offload refuse segmentation (EIO), old kernels do not know it (EINVAL).
        return segmented ? Sent::not_segmentable : Sent::taken;
    }
    return Sent::taken;
}

}  // namespace

bool send_datagram(int socket, const Destination& destination, BytesView datagram) {
    return send_run(socket, destination, datagram, datagram.size(), false) != Sent::full;
}

namespace {

std::size_t send_singly(int socket, const Destination& destination, const Burst& burst, std::size_t first,
                        std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
        if (!send_datagram(socket, destination, burst.packet(first + i))) return i;
    }
    return count;
}

}  // namespace

void Burst::commit(std::size_t bytes) {
    sizes_.push_back({.offset = used_, .size = bytes});
    used_ += bytes;
    if (storage_.size() < used_ + packet_bytes) storage_.resize(used_ + packet_bytes);
}

BytesView Burst::packet(std::size_t index) const {
    return BytesView(storage_).subspan(sizes_[index].offset, sizes_[index].size);
}

BytesView Burst::range(std::size_t first, std::size_t count) const {
    const auto& last = sizes_[first + count - 1];
    return BytesView(storage_).subspan(sizes_[first].offset, last.offset + last.size - sizes_[first].offset);
}

std::size_t Burst::run_length(std::size_t first) const {
    const auto segment = sizes_[first].size;
    std::size_t bytes = segment;
    std::size_t count = 1;
    while (first + count < sizes_.size()) {
        const auto size = sizes_[first + count].size;
        if (size > segment || bytes + size > max_segmented_bytes) break;
        bytes += size;
        ++count;
        if (size < segment) break;
    }
    return count;
}

std::size_t send_burst(int socket, const Destination& destination, const Burst& burst, std::size_t first) {
    auto at = first;
    while (at < burst.size()) {
        const auto count = burst.run_length(at);
        const auto segment = burst.packet(at).size();
        const auto sent = send_run(socket, destination, burst.range(at, count), segment, count > 1);
        if (sent == Sent::full) break;
        if (sent == Sent::not_segmentable) {
            const auto taken = send_singly(socket, destination, burst, at, count);
            at += taken;
            if (taken < count) break;
            continue;
        }
        at += count;
    }
    return at - first;
}

}  // namespace gantry::rtc::ice
