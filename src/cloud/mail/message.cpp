#include "cloud/mail/message.hpp"

#include <fmt/chrono.h>

#include "base/bytes.hpp"

namespace gantry::cloud::mail {
namespace {

constexpr std::size_t line_length = 76;
constexpr std::size_t bytes_of_a_word = 39;  // an encoded word fits a line beside "Subject: ": RFC 2047

// The longest start of `text` that fits and does not cut a character in two.
std::string_view first_part(std::string_view text) {
    if (text.size() <= bytes_of_a_word) return text;
    auto length = bytes_of_a_word;
    while (length > 1 && (static_cast<unsigned char>(text[length]) & 0xc0U) == 0x80)
        --length;
    return text.substr(0, length);
}

std::string encoded_words(std::string_view text) {
    std::string words;
    while (!text.empty()) {
        const auto part = first_part(text);
        if (!words.empty()) words += "\r\n ";
        words += "=?UTF-8?B?" + to_base64(as_bytes(part)) + "?=";
        text.remove_prefix(part.size());
    }
    return words;
}

std::string encoded_body(const std::string& body) {
    const auto text = to_base64(as_bytes(body));
    std::string lines;
    for (std::size_t at = 0; at < text.size(); at += line_length)
        lines += text.substr(at, line_length) + "\r\n";
    return lines;
}

}  // namespace

std::string format(const Letter& letter, const std::string& from, const std::string& message_id, Time now) {
    const auto at = std::chrono::floor<std::chrono::seconds>(now);
    return fmt::format(
        "Date: {:%a, %d %b %Y %H:%M:%S} +0000\r\n"
        "From: Gantry <{}>\r\n"
        "To: <{}>\r\n"
        "Message-ID: <{}>\r\n"
        "Subject: {}\r\n"
        "MIME-Version: 1.0\r\n"
        "Content-Type: text/plain; charset=utf-8\r\n"
        "Content-Transfer-Encoding: base64\r\n"
        "Auto-Submitted: auto-generated\r\n"
        "\r\n{}",
        fmt::gmtime(at), from, letter.to, message_id, encoded_words(letter.subject),
        encoded_body(letter.body));
}

}  // namespace gantry::cloud::mail
