// Our answer to an offer. Pure functions: any thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rtc/sdp/offer.hpp"

namespace gantry::rtc::sdp {

// The offered format that fits a stream with this profile-level-id best. Chromium offers no plain High, but
// its decoders take High whatever was agreed: then Main, then Constrained Baseline.
const Format& choose_format(const Offer& offer, std::optional<std::uint32_t> stream_profile_level_id);

// profile_idc, constraint flags and level of an SPS NAL unit, as in profile-level-id.
std::optional<std::uint32_t> profile_level_id_of(BytesView sps);

struct AnswerParts {
    Format format;
    IceCredentials ice;
    std::string fingerprint;  // "sha-256 AB:CD…"
    std::uint32_t ssrc = 0;
    std::uint32_t retransmission_ssrc = 0;
    std::vector<std::string> candidates;  // "candidate:…"
    bool complete = false;                // no more candidates will come
};

std::string write_answer(const Offer& offer, const AnswerParts& parts);

}  // namespace gantry::rtc::sdp
