#include "rtc/sdp/answer.hpp"

#include <fmt/format.h>

#include <iterator>

#include "base/random.hpp"

namespace gantry::rtc::sdp {
namespace {

constexpr std::string_view playout_delay_uri = "http://www.webrtc.org/experiments/rtp-hdrext/playout-delay";
constexpr unsigned baseline = 0x42, main_profile = 0x4d, high = 0x64;
constexpr unsigned constrained_flag = 0x40;

unsigned profile_of(std::uint32_t id) {
    return id >> 16;
}

bool is_constrained_baseline(std::uint32_t id) {
    return profile_of(id) == baseline && ((id >> 8) & constrained_flag) != 0;
}

// Lower is better; a decoder for the offered profile takes the stream with less certainty the higher the
// value.
int distance(const Format& format, std::uint32_t stream) {
    const auto offered = profile_of(format.profile_level_id);
    if (is_constrained_baseline(stream) && is_constrained_baseline(format.profile_level_id)) return 0;
    if (offered == profile_of(stream) && profile_of(stream) != baseline) return 0;
    if (offered == baseline && profile_of(stream) == baseline) return 1;
    if (profile_of(stream) == baseline) return offered == main_profile ? 3 : offered == high ? 2 : 9;
    if (offered == high) return 1;
    if (offered == main_profile) return 2;
    if (is_constrained_baseline(format.profile_level_id)) return 3;
    return offered == baseline ? 4 : 9;
}

using Out = std::back_insert_iterator<std::string>;

void write_refused(Out out, const Section& section) {
    fmt::format_to(out, "m={} 0 {} {}\r\nc=IN IP4 0.0.0.0\r\n", section.media, section.protocol,
                   section.format);
    if (!section.mid.empty()) fmt::format_to(out, "a=mid:{}\r\n", section.mid);
    fmt::format_to(out, "a=inactive\r\n");
}

void write_transport(Out out, const Offer& offer, const AnswerParts& parts) {
    fmt::format_to(out, "a=ice-ufrag:{}\r\na=ice-pwd:{}\r\na=ice-options:trickle\r\n", parts.ice.fragment,
                   parts.ice.password);
    fmt::format_to(out, "a=fingerprint:{}\r\na=setup:{}\r\n", parts.fingerprint,
                   offer.setup == Setup::passive ? "active" : "passive");
    const auto& mid = offer.sections[offer.video].mid;
    if (!mid.empty()) fmt::format_to(out, "a=mid:{}\r\n", mid);
}

void write_format(Out out, const Format& format) {
    const auto type = format.payload_type;
    fmt::format_to(out, "a=rtpmap:{} H264/90000\r\na=fmtp:{} {}\r\n", type, type, format.parameters);
    if (format.nack) fmt::format_to(out, "a=rtcp-fb:{} nack\r\n", type);
    if (format.picture_loss) fmt::format_to(out, "a=rtcp-fb:{} nack pli\r\n", type);
    if (format.full_intra) fmt::format_to(out, "a=rtcp-fb:{} ccm fir\r\n", type);
    if (format.retransmission) {
        fmt::format_to(out, "a=rtpmap:{} rtx/90000\r\na=fmtp:{} apt={}\r\n", *format.retransmission,
                       *format.retransmission, type);
    }
}

void write_source(Out out, const AnswerParts& parts) {
    if (parts.format.retransmission) {
        fmt::format_to(out, "a=ssrc-group:FID {} {}\r\n", parts.ssrc, parts.retransmission_ssrc);
    }
    fmt::format_to(out, "a=ssrc:{} cname:gantry\r\na=ssrc:{} msid:gantry camera\r\n", parts.ssrc, parts.ssrc);
    if (parts.format.retransmission) {
        fmt::format_to(out, "a=ssrc:{} cname:gantry\r\na=ssrc:{} msid:gantry camera\r\n",
                       parts.retransmission_ssrc, parts.retransmission_ssrc);
    }
}

void write_video(Out out, const Offer& offer, const AnswerParts& parts) {
    fmt::format_to(out, "m=video 9 {} {}", offer.sections[offer.video].protocol, parts.format.payload_type);
    if (parts.format.retransmission) fmt::format_to(out, " {}", *parts.format.retransmission);
    fmt::format_to(out, "\r\nc=IN IP4 0.0.0.0\r\na=rtcp:9 IN IP4 0.0.0.0\r\n");
    write_transport(out, offer, parts);
    if (offer.playout_delay)
        fmt::format_to(out, "a=extmap:{} {}\r\n", *offer.playout_delay, playout_delay_uri);
    fmt::format_to(out, "a=sendonly\r\na=msid:gantry camera\r\na=rtcp-mux\r\n");
    if (offer.reduced_size) fmt::format_to(out, "a=rtcp-rsize\r\n");
    write_format(out, parts.format);
    write_source(out, parts);
    for (const auto& candidate : parts.candidates)
        fmt::format_to(out, "a={}\r\n", candidate);
    if (parts.complete) fmt::format_to(out, "a=end-of-candidates\r\n");
}

}  // namespace

const Format& choose_format(const Offer& offer, std::optional<std::uint32_t> stream_profile_level_id) {
    constexpr std::uint32_t assumed = 0x42e01f;
    const auto stream = stream_profile_level_id.value_or(assumed);
    return *std::ranges::min_element(offer.formats, {},
                                     [stream](const Format& format) { return distance(format, stream); });
}

std::optional<std::uint32_t> profile_level_id_of(BytesView sps) {
    if (sps.size() < 4) return std::nullopt;
    return read_be32(sps) & 0xffffff;
}

std::string write_answer(const Offer& offer, const AnswerParts& parts) {
    std::string text;
    const Out out(text);
    fmt::format_to(out, "v=0\r\no=- {} 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n", 1 + random_below(0x7ffffffe));
    if (offer.bundled) fmt::format_to(out, "a=group:BUNDLE {}\r\n", offer.sections[offer.video].mid);
    fmt::format_to(out, "a=msid-semantic: WMS gantry\r\n");
    for (std::size_t i = 0; i < offer.sections.size(); ++i) {
        if (i == offer.video) {
            write_video(out, offer, parts);
        } else {
            write_refused(out, offer.sections[i]);
        }
    }
    return text;
}

}  // namespace gantry::rtc::sdp
