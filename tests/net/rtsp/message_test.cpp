#include "net/rtsp/message.hpp"

#include <gtest/gtest.h>

namespace gantry::net::rtsp {
namespace {

struct Heard {
    std::vector<std::string> packets;
    std::vector<Response> responses;
};

Result<Heard> hear(BytesView stream, std::size_t step) {
    Heard heard;
    Parser parser(
        [&](std::uint8_t channel, BytesView packet) {
            heard.packets.push_back(std::to_string(channel) + ":" + std::string(as_text(packet)));
        },
        [&](Response response) { heard.responses.push_back(std::move(response)); });
    for (std::size_t at = 0; at < stream.size(); at += step) {
        if (auto added = parser.add(stream.subspan(at, std::min(step, stream.size() - at))); !added)
            return std::unexpected(std::move(added.error()));
    }
    return heard;
}

std::string packet(char channel, std::string_view text) {
    std::string framed = "$";
    framed += channel;
    framed += static_cast<char>(text.size() >> 8);
    framed += static_cast<char>(text.size());
    return framed.append(text);
}

TEST(RtspParser, TakesPacketsBeforeBetweenAndAfterAnswersHoweverTheyAreSplit) {
    const std::string stream =
        packet(0, "early") + "RTSP/1.0 200 OK\r\nCSeq: 5\r\nContent-length: 4\r\n\r\nbody" +
        packet(1, "RTSP/1.0") + "\r\nRTSP/1.0 404 Not Found\r\nCSeq:6\r\n\r\n" + packet(0, "");
    for (std::size_t step = 1; step <= stream.size(); ++step) {
        const auto heard = hear(as_bytes(stream), step);
        ASSERT_TRUE(heard) << step;
        EXPECT_EQ(heard->packets, (std::vector<std::string>{"0:early", "1:RTSP/1.0", "0:"}));
        ASSERT_EQ(heard->responses.size(), 2u);
        EXPECT_EQ(heard->responses[0].status, 200);
        EXPECT_EQ(heard->responses[0].header("cseq"), "5");
        EXPECT_EQ(heard->responses[0].body, "body");
        EXPECT_EQ(heard->responses[1].status, 404);
    }
}

TEST(RtspParser, KeepsEveryHeaderOfAName) {
    const auto heard = hear(as_bytes("RTSP/1.0 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"a\"\r\n"
                                     "www-authenticate: Digest realm=\"b\"\r\n\r\n"),
                            1000);
    EXPECT_EQ(heard->responses.at(0).all("WWW-Authenticate"),
              (std::vector<std::string>{"Basic realm=\"a\"", "Digest realm=\"b\""}));
}

TEST(RtspParser, RecognisesAServersOwnRequest) {
    EXPECT_EQ(hear(as_bytes("OPTIONS * RTSP/1.0\r\nCSeq: 1\r\n\r\n"), 1000)->responses.at(0).status, 0);
}

TEST(RtspParser, RefusesWhatIsNotRtsp) {
    const std::pair<std::string, Errc> cases[] = {
        {"HTTP/1.1 200 OK\r\n\r\n", Errc::malformed},
        {"RTSP/1.0 huh\r\n\r\n", Errc::malformed},
        {"RTSP/1.0 200 OK\r\nno colon\r\n\r\n", Errc::malformed},
        {"RTSP/1.0 200 OK\r\nContent-Length: 99999999\r\n\r\n", Errc::too_large},
        {"RTSP/1.0 200 OK\r\nContent-Length: -1\r\n\r\n", Errc::too_large},
        {"RTSP/1.0 200 OK\r\nX: " + std::string(20'000, 'x'), Errc::too_large},
    };
    for (const auto& [text, code] : cases)
        EXPECT_EQ(hear(as_bytes(text), 4096).error().code, code) << text.substr(0, 60);
}

}  // namespace
}  // namespace gantry::net::rtsp
