// Decrypted RTCP of a browser.
#include "rtc/rtcp/feedback.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace gantry::rtc::rtcp;
    const auto feedback = parse_feedback(std::as_bytes(std::span(data, size)));
    if (feedback && (feedback->missing.size() > max_missing || feedback->key_frame_for.size() > 32)) {
        __builtin_trap();
    }
    return 0;
}
