// Answers of Bambu's cloud: the first byte picks the status, the rest is the body.
#include <array>
#include <cstddef>
#include <cstdint>

#include "bambu/cloud/ttcode.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace gantry;
    if (size == 0) return 0;
    constexpr std::array statuses{200, 201, 400, 401, 403, 404, 418, 429, 500, 503};
    const auto status = statuses.at(data[0] % statuses.size());
    const auto code = bambu::cloud::parse_ttcode(status, {reinterpret_cast<const char*>(data) + 1, size - 1});
    // Whatever came, it can be shown in a terminal.
    const auto plain = [](std::string_view text) {
        for (const char c : text)
            if (c < 0x20 || c >= 0x7f) __builtin_trap();
    };
    if (!code) {
        plain(code.error().detail);
        return 0;
    }
    if (status / 100 != 2 || code->ttcode.empty() || code->ttcode.size() > 64) __builtin_trap();
    for (const auto& text :
         {code->ttcode, code->authkey.reveal(), code->passwd.reveal(), code->region, code->type})
        plain(text);
    return 0;
}
