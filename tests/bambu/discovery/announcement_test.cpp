#include "bambu/discovery/announcement.hpp"

#include <gtest/gtest.h>

namespace gantry::bambu {
namespace {

using net::ssdp::parse;

// docs/protocols/discovery.md, section 1.
constexpr auto p1s =
    "NOTIFY * HTTP/1.1\r\n"
    "HOST: 239.255.255.250:1900\r\n"
    "Server: UPnP/1.0\r\n"
    "Location: 192.0.2.31\r\n"
    "NT: urn:bambulab-com:device:3dprinter:1\r\n"
    "USN: 01P00C000000042\r\n"
    "Cache-Control: max-age=1800\r\n"
    "DevModel.bambu.com: C12\r\n"
    "DevName.bambu.com: Shelf 2 left\r\n"
    "DevSignal.bambu.com: -52\r\n"
    "DevConnect.bambu.com: lan\r\n"
    "DevBind.bambu.com: free\r\n"
    "Devseclink.bambu.com: secure\r\n"
    "DevVersion.bambu.com: 01.08.02.00\r\n"
    "DevCap.bambu.com: 1\r\n"
    "\r\n";

Result<Announcement> read(const std::string& text) {
    return announcement_of(*parse(text), "192.0.2.99");
}

std::string notice(const std::string& headers) {
    return "NOTIFY * HTTP/1.1\r\nNT: urn:bambulab-com:device:3dprinter:1\r\n" + headers + "\r\n";
}

TEST(Announcement, OfAP1SIsUnderstood) {
    const auto found = read(p1s);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->serial, "01P00C000000042");
    EXPECT_EQ(found->address, "192.0.2.31");
    EXPECT_EQ(found->model, "P1S");
    EXPECT_EQ(found->name, "Shelf 2 left");
    EXPECT_EQ(found->firmware, "01.08.02.00");
    EXPECT_EQ(found->mode, Mode::lan_only);
    EXPECT_FALSE(found->leaving);
}

TEST(Announcement, IsUnderstoodInEveryFormSeen) {
    const auto with = [](const std::string& location, const std::string& usn) {
        return *read(notice("location: " + location + "\nusn: " + usn + "\n"));
    };
    EXPECT_EQ(with("http://192.0.2.8:80/", "01P00C000000042").address, "192.0.2.8");
    EXPECT_EQ(with("192.0.2.8", "uuid:01P00C000000042::urn:x").serial, "01P00C000000042");
    EXPECT_EQ(with("", "01P00C000000042").address, "192.0.2.99");
    EXPECT_EQ(with("192.0.2.8", "01P00C000000042").model, "P1S");
    EXPECT_EQ(with("192.0.2.8", "ZZZ00C000000042").model, "Other");
    const auto answer = read(
        "HTTP/1.1 200 OK\r\nST: urn:bambulab-com:device:3dprinter:1\r\nUSN: 01P00C000000042\r\n"
        "DevConnect.bambu.com: cloud\r\n\r\n");
    EXPECT_EQ(answer->mode, Mode::cloud);
    EXPECT_EQ(read("NOTIFY * HTTP/1.1\r\nUSN: 01P00C000000042\r\nDevModel.bambu.com: N7-V2\r\n\r\n")->model,
              "P2S");
    EXPECT_TRUE(read(notice("USN: 01P00C000000042\r\nNTS: ssdp:byebye\r\n"))->leaving);
}

TEST(Announcement, OfOtherDevicesIsNotOurs) {
    for (const auto* text :
         {"NOTIFY * HTTP/1.1\r\nNT: upnp:rootdevice\r\nUSN: 01P00C000000042\r\n\r\n",
          "NOTIFY * HTTP/1.1\r\nUSN: 01P00C000000042\r\n\r\n",
          "M-SEARCH * HTTP/1.1\r\nST: urn:bambulab-com:device:3dprinter:1\r\nUSN: 01P00C000000042\r\n\r\n"})
        EXPECT_EQ(read(text).error().code, Errc::not_found) << text;
}

TEST(Announcement, WithoutSerialOrAddressIsRefused) {
    for (const auto* headers :
         {"", "USN: \r\n", "USN: 01P00C00000004\r\n", "USN: 01p00c000000042\r\n", "USN: <script>alert()\r\n",
          "USN: 01P00C000000042\r\nLocation: printer.local\r\n",
          "USN: 01P00C000000042\r\nLocation: 239.255.255.250\r\n",
          "USN: 01P00C000000042\r\nLocation: 0.0.0.0\r\n", "USN: 01P00C000000042\r\nLocation: fe80::1\r\n"})
        EXPECT_EQ(read(notice(headers)).error().code, Errc::malformed) << headers;
}

TEST(Announcement, LeavesOutANameThatIsNoText) {
    const auto named = [](const std::string& name) {
        return read(notice("USN: 01P00C000000042\r\nDevName.bambu.com: " + name + "\r\n"))->name;
    };
    EXPECT_EQ(named("Büro 😀 <b>\"x\"</b>"), "Büro 😀 <b>\"x\"</b>");
    EXPECT_EQ(named(std::string(100, 'x')), std::string(100, 'x'));
    EXPECT_EQ(named(std::string(101, 'x')), "");
    EXPECT_EQ(named("\xff\xfe"), "");
    EXPECT_EQ(named("a\tb"), "");
    EXPECT_EQ(named("a\xc2\x9b"
                    "31m"),
              "")
        << "a terminal's escape";
}

TEST(Announcement, IsAskedForAsTheMakersSlicerDoes) {
    const auto question = search(2021);
    EXPECT_EQ(question.kind, net::ssdp::Kind::search);
    EXPECT_EQ(question.find("ST"), "urn:bambulab-com:device:3dprinter:1");
    EXPECT_EQ(question.find("HOST"), "239.255.255.250:2021");
}

}  // namespace
}  // namespace gantry::bambu
