#include "rtc/sdp/offer.hpp"

#include <algorithm>

#include "rtc/sdp/lines.hpp"

namespace gantry::rtc::sdp {
namespace {

constexpr std::string_view playout_delay_uri = "http://www.webrtc.org/experiments/rtp-hdrext/playout-delay";
constexpr std::size_t max_candidates = 64;
constexpr std::size_t max_token = 256;
constexpr unsigned max_one_byte_extension = 14;

using Attributes = std::vector<std::string_view>;

// Attributes of a section, those of the session where it is silent.
class Scope {
public:
    Scope(const Lines& lines, const SectionLines& section)
        : session_(lines.session), section_(section.attributes) {}

    std::optional<std::string_view> find(std::string_view name) const {
        if (auto own = find_attribute(section_, name)) return own;
        return find_attribute(session_, name);
    }
    bool has(std::string_view name) const { return find(name).has_value(); }
    const Attributes& own() const { return section_; }

private:
    const Attributes& session_;
    const Attributes& section_;
};

Result<Section> parse_section(const SectionLines& lines) {
    const auto words = split_words(lines.media);
    if (words.size() < 4) return fail(Errc::malformed, "m-section without formats");
    const auto mid = find_attribute(lines.attributes, "mid").value_or("");
    if (mid.size() > max_token || mid.contains(' ') || words[0].size() > max_token ||
        words[2].size() > max_token || words[3].size() > max_token) {
        return fail(Errc::malformed, "m-section with an overlong word");
    }
    return Section{.media = std::string(words[0]),
                   .protocol = std::string(words[2]),
                   .format = std::string(words[3]),
                   .mid = std::string(mid)};
}

// "profile-level-id=42e01f" in "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f".
std::optional<std::string_view> parameter(std::string_view parameters, std::string_view name) {
    for (auto word : split_words(parameters, ';')) {
        while (word.starts_with(' '))
            word.remove_prefix(1);
        const auto equals = word.find('=');
        if (equals != word.npos && equal_ignoring_case(word.substr(0, equals), name)) {
            return word.substr(equals + 1);
        }
    }
    return std::nullopt;
}

// The rest of "name:<payload type> rest" for one payload type, or nothing.
std::optional<std::string_view> of_payload_type(std::string_view value, std::string_view payload_type) {
    if (!value.starts_with(payload_type) || value.size() <= payload_type.size() ||
        value[payload_type.size()] != ' ') {
        return std::nullopt;
    }
    return value.substr(payload_type.size() + 1);
}

std::string_view find_for(const Attributes& attributes, std::string_view name,
                          std::string_view payload_type) {
    for (const auto value : all_attributes(attributes, name)) {
        if (const auto rest = of_payload_type(value, payload_type)) return *rest;
    }
    return {};
}

bool has_codec(const Attributes& attributes, std::string_view payload_type, std::string_view codec) {
    const auto map = find_for(attributes, "rtpmap", payload_type);
    return map.size() > codec.size() && equal_ignoring_case(map.substr(0, codec.size()), codec) &&
           map[codec.size()] == '/';
}

std::optional<std::uint8_t> payload_number(std::string_view text) {
    const auto number = to_number<std::uint8_t>(text);
    return number && *number < 128 ? number : std::nullopt;
}

std::optional<Format> parse_format(const Attributes& attributes, std::string_view payload_type) {
    const auto number = payload_number(payload_type);
    if (!number || !has_codec(attributes, payload_type, "H264")) return std::nullopt;
    const auto parameters = find_for(attributes, "fmtp", payload_type);
    if (parameters.size() > max_token || parameter(parameters, "packetization-mode") != "1") {
        return std::nullopt;
    }
    Format format{.payload_type = *number, .parameters = std::string(parameters), .retransmission = {}};
    if (const auto id = parameter(parameters, "profile-level-id")) {
        format.profile_level_id = to_number<std::uint32_t>(*id, 16).value_or(format.profile_level_id);
    }
    for (const auto value : all_attributes(attributes, "rtcp-fb")) {
        const auto own = of_payload_type(value, payload_type);
        const auto feedback = own ? own : of_payload_type(value, "*");
        format.nack |= feedback == "nack";
        format.picture_loss |= feedback == "nack pli";
        format.full_intra |= feedback == "ccm fir";
    }
    return format;
}

void add_retransmissions(const Attributes& attributes, std::vector<std::string_view> payload_types,
                         std::vector<Format>& formats) {
    for (const auto payload_type : payload_types) {
        const auto number = payload_number(payload_type);
        if (!number || !has_codec(attributes, payload_type, "rtx")) continue;
        const auto apt = parameter(find_for(attributes, "fmtp", payload_type), "apt");
        if (!apt) continue;
        for (auto& format : formats) {
            if (payload_number(*apt) == format.payload_type) format.retransmission = number;
        }
    }
}

std::vector<Format> parse_formats(const SectionLines& section) {
    auto words = split_words(section.media);
    words.erase(words.begin(), words.begin() + 3);
    std::vector<Format> formats;
    for (const auto payload_type : words) {
        if (auto format = parse_format(section.attributes, payload_type))
            formats.push_back(std::move(*format));
    }
    add_retransmissions(section.attributes, words, formats);
    return formats;
}

std::optional<Fingerprint> parse_fingerprint(std::string_view text) {
    const auto words = split_words(text);
    if (words.size() != 2) return std::nullopt;
    Fingerprint fingerprint;
    std::size_t bytes = 32;
    if (equal_ignoring_case(words[0], "sha-384")) {
        fingerprint.hash = Fingerprint::Hash::sha_384;
        bytes = 48;
    } else if (equal_ignoring_case(words[0], "sha-512")) {
        fingerprint.hash = Fingerprint::Hash::sha_512;
        bytes = 64;
    } else if (!equal_ignoring_case(words[0], "sha-256")) {
        return std::nullopt;
    }
    for (const auto pair : split_words(words[1], ':')) {
        const auto value = to_number<std::uint8_t>(pair, 16);
        if (!value) return std::nullopt;
        fingerprint.digest.push_back(static_cast<std::byte>(*value));
    }
    if (fingerprint.digest.size() != bytes) return std::nullopt;
    return fingerprint;
}

std::optional<Setup> parse_setup(std::string_view text) {
    if (text == "actpass") return Setup::actpass;
    if (text == "active") return Setup::active;
    if (text == "passive") return Setup::passive;
    return std::nullopt;
}

Result<> parse_transport(const Scope& scope, Offer& offer) {
    const auto fragment = scope.find("ice-ufrag");
    const auto password = scope.find("ice-pwd");
    if (!fragment || !password || fragment->size() < 4 || password->size() < 22 ||
        fragment->size() > max_token || password->size() > max_token) {
        return fail(Errc::malformed, "offer without ICE credentials");
    }
    offer.ice = {.fragment = std::string(*fragment), .password = std::string(*password)};
    auto fingerprint = parse_fingerprint(scope.find("fingerprint").value_or(""));
    if (!fingerprint) return fail(Errc::malformed, "offer without a SHA-2 fingerprint");
    offer.fingerprint = std::move(*fingerprint);
    const auto setup = parse_setup(scope.find("setup").value_or("actpass"));
    if (!setup) return fail(Errc::malformed, "offer with an unknown DTLS setup");
    offer.setup = *setup;
    const auto options = split_words(scope.find("ice-options").value_or(""));
    offer.trickle = std::ranges::find(options, "trickle") != options.end();
    return {};
}

std::optional<std::uint8_t> find_extension(const Attributes& attributes, std::string_view uri) {
    for (const auto value : all_attributes(attributes, "extmap")) {
        const auto words = split_words(value);
        if (words.size() < 2 || words[1] != uri) continue;
        const auto id = to_number<std::uint8_t>(words[0].substr(0, words[0].find('/')));
        if (id && *id >= 1 && *id <= max_one_byte_extension) return id;
    }
    return std::nullopt;
}

bool wants_video(const SectionLines& section, const Scope& scope) {
    const auto words = split_words(section.media);
    const bool port_open = words.size() >= 4 && (words[1] != "0" || scope.has("bundle-only"));
    return port_open && words[0] == "video" && words[2].ends_with("TLS/RTP/SAVPF") &&
           !scope.has("sendonly") && !scope.has("inactive") && scope.has("rtcp-mux");
}

bool is_bundled(const Lines& lines, const std::string& mid) {
    for (const auto group : all_attributes(lines.session, "group")) {
        const auto words = split_words(group);
        if (!words.empty() && words[0] == "BUNDLE" && std::ranges::find(words, mid) != words.end())
            return true;
    }
    return false;
}

Result<> read_video(const Lines& lines, std::size_t index, Offer& offer) {
    const auto& section = lines.sections[index];
    const Scope scope(lines, section);
    offer.video = index;
    offer.bundled = is_bundled(lines, offer.sections[index].mid);
    offer.reduced_size = scope.has("rtcp-rsize");
    offer.playout_delay = find_extension(section.attributes, playout_delay_uri);
    for (const auto candidate : all_attributes(section.attributes, "candidate")) {
        if (offer.candidates.size() == max_candidates) break;
        offer.candidates.push_back("candidate:" + std::string(candidate));
    }
    return parse_transport(scope, offer);
}

}  // namespace

Result<Offer> parse_offer(std::string_view text) {
    const auto lines = split_lines(text);
    if (!lines) return std::unexpected(lines.error());
    if (lines->sections.empty()) return fail(Errc::malformed, "offer without m-sections");
    Offer offer;
    for (const auto& section : lines->sections) {
        auto parsed = parse_section(section);
        if (!parsed) return std::unexpected(std::move(parsed.error()));
        offer.sections.push_back(std::move(*parsed));
    }
    for (std::size_t i = 0; i < lines->sections.size(); ++i) {
        const auto& section = lines->sections[i];
        if (!wants_video(section, Scope(*lines, section))) continue;
        offer.formats = parse_formats(section);
        if (offer.formats.empty()) continue;
        if (auto read = read_video(*lines, i, offer); !read) return std::unexpected(std::move(read.error()));
        return offer;
    }
    return fail(Errc::unsupported, "the offer has no video section that can receive H.264");
}

}  // namespace gantry::rtc::sdp
