#include "cloud/mail/message.hpp"

#include <gmock/gmock.h>

#include <sstream>

namespace gantry::cloud::mail {
namespace {

using ::testing::HasSubstr;

const Time moment = Time(std::chrono::seconds(1'700'000'000));

std::string subject(const std::string& text) {
    const auto letter =
        format({"bob@example.org", text, "body"}, "gantry@example.org", "1@example.org", moment);
    const auto start = letter.find("Subject: ") + 9;
    return letter.substr(start, letter.find("\r\nMIME") - start);
}

TEST(MailMessage, HasTheHeadersOfALetter) {
    const auto letter =
        format({"bob@example.org", "Hello", "Good day"}, "gantry@example.org", "1@example.org", moment);
    EXPECT_THAT(letter, HasSubstr("Date: Tue, 14 Nov 2023 22:13:20 +0000\r\n"));
    EXPECT_THAT(letter, HasSubstr("From: Gantry <gantry@example.org>\r\nTo: <bob@example.org>\r\n"));
    EXPECT_THAT(letter, HasSubstr("Message-ID: <1@example.org>\r\n"));
    EXPECT_THAT(letter, HasSubstr("\r\n\r\nR29vZCBkYXk=\r\n"));
}

TEST(MailMessage, TakesNothingThatPeopleWroteForAHeader) {
    const std::string wicked = "Hello\r\nBcc: eve@example.org\r\n\r\nAnother body";
    EXPECT_EQ(subject(wicked).find("Bcc"), std::string::npos);
    const auto letter = format({"bob@example.org", wicked, "\r\n.\r\nQUIT\r\n"}, "gantry@example.org",
                               "1@example.org", moment);
    EXPECT_EQ(letter.find("eve@"), std::string::npos);
    EXPECT_EQ(letter.find("\r\n."), std::string::npos);
}

TEST(MailMessage, HasShortLinesWhateverIsWritten) {
    std::string long_text;
    for (int i = 0; i < 300; ++i)
        long_text += "ä€𝄞x";
    const auto letter =
        format({"bob@example.org", long_text, long_text}, "gantry@example.org", "1@example.org", moment);
    std::istringstream lines(letter);
    for (std::string line; std::getline(lines, line);)
        EXPECT_LE(line.size(), 77u) << line;
    // No encoded word ends within a character: each is text by itself.
    EXPECT_THAT(subject("ä€𝄞"), ::testing::StartsWith("=?UTF-8?B?"));
}

}  // namespace
}  // namespace gantry::cloud::mail
