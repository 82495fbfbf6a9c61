#include "media/h264/annex_b.hpp"

#include <array>
#include <cstring>

namespace gantry::media::h264 {
namespace {

constexpr std::array start_code{std::byte{0}, std::byte{0}, std::byte{0}, std::byte{1}};

// Where the next 00 00 01 begins, or the end.
std::size_t find_start_code(BytesView stream, std::size_t from) {
    for (std::size_t at = from + 2; at < stream.size();) {
        const auto* found = static_cast<const std::byte*>(std::memchr(&stream[at], 1, stream.size() - at));
        if (found == nullptr) break;
        at = static_cast<std::size_t>(found - stream.data());
        if (stream[at - 1] == std::byte{0} && stream[at - 2] == std::byte{0}) return at - 2;
        ++at;
    }
    return stream.size();
}

}  // namespace

std::vector<AccessUnit::Nal> split_annex_b(BytesView stream) {
    std::vector<AccessUnit::Nal> nals;
    std::size_t start = find_start_code(stream, 0);
    while (start < stream.size()) {
        const std::size_t begin = start + 3;
        const std::size_t next = find_start_code(stream, begin);
        std::size_t end = next;
        while (end > begin && stream[end - 1] == std::byte{0})
            --end;
        if (end > begin)
            nals.push_back({static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end - begin)});
        start = next;
    }
    return nals;
}

void AccessUnitBuilder::add(BytesView nal) {
    if (nal.empty()) return;
    if (type_of(nal) == NalType::idr) unit_.key = true;
    unit_.nals.push_back(
        {static_cast<std::uint32_t>(unit_.data.size()), static_cast<std::uint32_t>(nal.size())});
    unit_.data.insert(unit_.data.end(), nal.begin(), nal.end());
}

bool AccessUnitBuilder::has(NalType type) const {
    for (std::size_t i = 0; i < unit_.nals.size(); ++i) {
        if (type_of(unit_.nal(i)) == type) return true;
    }
    return false;
}

AccessUnitPtr AccessUnitBuilder::finish(std::chrono::steady_clock::time_point captured_at) {
    unit_.captured_at = captured_at;
    auto finished = std::make_shared<const AccessUnit>(std::move(unit_));
    unit_ = {};
    return finished;
}

Bytes to_annex_b(const AccessUnit& unit) {
    Bytes stream;
    stream.reserve(unit.data.size() + unit.nals.size() * start_code.size());
    for (std::size_t i = 0; i < unit.nals.size(); ++i) {
        const auto nal = unit.nal(i);
        stream.insert(stream.end(), start_code.begin(), start_code.end());
        stream.insert(stream.end(), nal.begin(), nal.end());
    }
    return stream;
}

}  // namespace gantry::media::h264
