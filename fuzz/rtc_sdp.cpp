// A browser's offer, and our answer to it; the same bytes as one candidate line.
#include "rtc/sdp/answer.hpp"
#include "rtc/sdp/candidate.hpp"
#include "rtc/sdp/offer.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace gantry::rtc::sdp;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    (void)parse_candidate(text);
    const auto offer = parse_offer(text);
    if (!offer) return 0;
    for (const auto& candidate : offer->candidates)
        (void)parse_candidate(candidate);
    const AnswerParts parts{.format = choose_format(*offer, 0x640028),
                            .ice = {.fragment = "frag", .password = "password-of-22-letters"},
                            .fingerprint = "sha-256 AB",
                            .ssrc = 1,
                            .retransmission_ssrc = 2};
    const auto answer = write_answer(*offer, parts);
    // What a browser wrote must not break out of the line that repeats it.
    const auto sections = std::ranges::count(answer, '\n');
    if (sections > 64 * 4 + 64 || answer.size() > 256 * 1024) __builtin_trap();
    return 0;
}
