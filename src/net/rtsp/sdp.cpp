#include "net/rtsp/sdp.hpp"

#include <optional>

#include "net/rtsp/text.hpp"

namespace gantry::net::rtsp {
namespace {

constexpr std::size_t max_sdp_bytes = 64 * 1024;
constexpr std::size_t max_sets = 8;
constexpr std::size_t max_set_bytes = 4096;

// "video 0 RTP/AVP 96": the first format is what the track sends.
std::optional<unsigned> video_payload_type(std::string_view media) {
    if (take_until(media, ' ') != "video") return std::nullopt;
    take_until(media, ' ');
    if (!take_until(media, ' ').starts_with("RTP/AVP")) return std::nullopt;
    return to_number(trimmed(take_until(media, ' ')), 127);
}

// "96 H264/90000"
bool maps_to_h264(std::string_view value, unsigned payload_type) {
    return to_number(take_until(value, ' '), 127) == payload_type &&
           same_name(take_until(value, '/'), "H264");
}

std::vector<Bytes> parse_sets(std::string_view list) {
    std::vector<Bytes> sets;
    while (!list.empty() && sets.size() < max_sets) {
        auto set = from_base64(trimmed(take_until(list, ',')));
        if (set && !set->empty() && set->size() <= max_set_bytes) sets.push_back(std::move(*set));
    }
    return sets;
}

// "96 packetization-mode=1;sprop-parameter-sets=Z0Lg,aM48"
void read_format(std::string_view value, VideoTrack& track) {
    if (to_number(take_until(value, ' '), 127) != track.payload_type) return;
    while (!value.empty()) {
        auto parameter = trimmed(take_until(value, ';'));
        const auto name = trimmed(take_until(parameter, '='));
        if (same_name(name, "sprop-parameter-sets")) track.parameter_sets = parse_sets(parameter);
    }
}

}  // namespace

Result<VideoTrack> parse_sdp(std::string_view sdp) {
    if (sdp.size() > max_sdp_bytes) return fail(Errc::too_large, "session description beyond 64 KiB");
    if (!sdp.starts_with("v=")) return fail(Errc::malformed, "not a session description");
    std::optional<VideoTrack> track;  // the m-section that we are in, when it is video
    bool h264 = false;
    while (!sdp.empty()) {
        auto line = trimmed(take_until(sdp, '\n'));
        if (line.starts_with("m=")) {
            if (h264) break;
            track.reset();
            if (const auto type = video_payload_type(line.substr(2)))
                track = VideoTrack{static_cast<std::uint8_t>(*type), {}, {}};
        }
        if (!track || !line.starts_with("a=")) continue;
        line.remove_prefix(2);
        const auto name = take_until(line, ':');
        if (name == "rtpmap") h264 = h264 || maps_to_h264(line, track->payload_type);
        if (name == "fmtp") read_format(line, *track);
        if (name == "control") track->control = trimmed(line);
    }
    if (!track || !h264) return fail(Errc::unsupported, "the camera offers no H.264 video");
    return *std::move(track);
}

std::string control_url(std::string_view base, std::string_view control) {
    if (control.empty() || control == "*") return std::string(base);
    if (control.find("://") != control.npos) return std::string(control);
    std::string url(base);
    if (!url.ends_with('/')) url += '/';
    return url.append(control);
}

}  // namespace gantry::net::rtsp
