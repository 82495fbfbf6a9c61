// Made-up pictures: the shape of H.264 with arbitrary contents, which a sender must not care about.
#pragma once

#include "base/bytes.hpp"
#include "media/h264/access_unit.hpp"

namespace gantry::rtc {

enum class PictureKind { key, delta };

// `bytes` of slice data that begin with `number`, so that a receiver can tell which picture it got.
inline media::h264::AccessUnitPtr make_picture(
    PictureKind kind, std::size_t bytes, std::uint32_t number = 0,
    std::chrono::steady_clock::time_point at = std::chrono::steady_clock::now()) {
    auto unit = std::make_shared<media::h264::AccessUnit>();
    const auto add = [&](BytesView nal) {
        unit->nals.push_back({.offset = static_cast<std::uint32_t>(unit->data.size()),
                              .size = static_cast<std::uint32_t>(nal.size())});
        unit->data.insert(unit->data.end(), nal.begin(), nal.end());
    };
    const bool key = kind == PictureKind::key;
    if (key) {
        add(*from_hex("6742c01fda014016e9b808080a00000303e9000075308f08846a"));
        add(*from_hex("68ce3c80"));
    }
    Bytes slice(std::max<std::size_t>(bytes, 6), std::byte{0x5a});
    slice[0] = static_cast<std::byte>(key ? 0x65 : 0x41);
    slice[1] = std::byte{0x88};
    write_be32(std::span(slice).subspan(2), number);
    add(slice);
    unit->key = key;
    unit->captured_at = at;
    return unit;
}

// What make_picture wrote into the last NAL unit.
inline std::uint32_t number_of(const media::h264::AccessUnit& unit) {
    return read_be32(unit.nal(unit.nals.size() - 1), 2);
}

}  // namespace gantry::rtc
