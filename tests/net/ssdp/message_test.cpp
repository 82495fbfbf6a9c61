#include "net/ssdp/message.hpp"

#include <gtest/gtest.h>

namespace gantry::net::ssdp {
namespace {

// docs/protocols/discovery.md, section 1, P1S style.
constexpr auto advertisement =
    "NOTIFY * HTTP/1.1\r\n"
    "HOST: 239.255.255.250:1900\r\n"
    "Location: 192.0.2.40\r\n"
    "NT: urn:bambulab-com:device:3dprinter:1\r\n"
    "USN: 01P00A000000001\r\n"
    "DevName.bambu.com: Workshop P1S\r\n"
    "\r\n";

TEST(SsdpMessage, ReadsAPrintersAdvertisement) {
    const auto message = parse(advertisement);
    ASSERT_TRUE(message);
    EXPECT_EQ(message->kind, Kind::notify);
    EXPECT_EQ(message->headers.size(), 5u);
    EXPECT_EQ(message->find("usn"), "01P00A000000001");
    EXPECT_EQ(message->find("devname.BAMBU.com"), "Workshop P1S");
    EXPECT_EQ(message->find("Server"), std::nullopt);
}

TEST(SsdpMessage, FormatsWhatItParsed) {
    EXPECT_EQ(format(*parse(advertisement)), advertisement);
}

TEST(SsdpMessage, KeepsEveryKindThroughARoundTrip) {
    for (const auto kind : {Kind::notify, Kind::search, Kind::response}) {
        const Message message{.kind = kind, .headers = {{"ST", "urn:x:1"}, {"MAN", "\"ssdp:discover\""}}};
        EXPECT_EQ(parse(format(message)), message);
    }
}

TEST(SsdpMessage, AcceptsBareLineFeedsAndAMissingEnd) {
    const auto message = parse("notify * http/1.1\nusn:A\nno colon here\nLocation :  b  ");
    ASSERT_TRUE(message);
    EXPECT_EQ(message->headers, (std::vector<Header>{{"usn", "A"}, {"Location", "b"}}));
}

TEST(SsdpMessage, RefusesWhatIsNotSsdp) {
    EXPECT_EQ(parse("").error().code, Errc::malformed);
    EXPECT_EQ(parse("GET / HTTP/1.1\r\n\r\n").error().code, Errc::malformed);
    EXPECT_EQ(parse(std::string("NOTIFY * HTTP/1.1\r\nUSN: a\0b\r\n", 28)).error().code, Errc::malformed);
}

TEST(SsdpMessage, RefusesWhatIsTooLong) {
    EXPECT_EQ(parse("NOTIFY * HTTP/1.1\r\nA: " + std::string(9000, 'x')).error().code, Errc::too_large);
    std::string many = "NOTIFY * HTTP/1.1\r\n";
    for (int i = 0; i < 65; ++i)
        many += "A: b\r\n";
    EXPECT_EQ(parse(many).error().code, Errc::too_large);
}

}  // namespace
}  // namespace gantry::net::ssdp
