#include "net/http/range.hpp"

#include <gtest/gtest.h>

namespace gantry::net::http {
namespace {

struct Text final : ContentSource {
    std::uint64_t size() const override { return 10; }
    awaitable<Result<Bytes>> read(std::uint64_t, std::size_t) override { co_return Bytes{}; }
};

TEST(Range, IsReadAsBrowsersAndPlayersWriteIt) {
    const std::pair<const char*, std::optional<Range>> cases[] = {
        {"bytes=0-3", Range{0, 4}},
        {"bytes=4-", Range{4, 6}},
        {"bytes=-3", Range{7, 3}},
        {"bytes=-99", Range{0, 10}},
        {"bytes=9-99", Range{9, 1}},
        {"bytes=0-18446744073709551615", Range{0, 10}},
        {"", std::nullopt},
        {"bytes=0-1,4-5", std::nullopt},
        {"bytes=5-4", std::nullopt},
        {"bytes=-", std::nullopt},
        {"bytes=a-b", std::nullopt},
        {"bytes=0x1-", std::nullopt},
        {"bytes=99999999999999999999999-", std::nullopt},
        {"lines=0-3", std::nullopt},
        {"bytes", std::nullopt},
    };
    for (const auto& [header, expected] : cases) {
        const auto range = parse_range(header, 10);
        ASSERT_TRUE(range) << header;
        EXPECT_EQ(*range, expected) << header;
    }
    for (const auto* header : {"bytes=10-", "bytes=10-11", "bytes=-0"})
        EXPECT_FALSE(parse_range(header, 10)) << header;
    EXPECT_FALSE(parse_range("bytes=-1", 0));
}

TEST(Range, AnswersWithThePartOrSaysHowMuchThereIs) {
    const auto answer = [](Headers headers) {
        const Request request{.headers = std::move(headers)};
        return content_response(request, std::make_shared<Text>(), {{"etag", "\"one\""}});
    };
    EXPECT_EQ(answer({}).status, 200);
    EXPECT_EQ(answer({}).content->length, 10u);
    EXPECT_EQ(answer({}).headers.at("accept-ranges"), "bytes");
    const auto part = answer({{"range", "bytes=2-4"}, {"if-range", "\"one\""}});
    EXPECT_EQ(part.status, 206);
    EXPECT_EQ(part.headers.at("content-range"), "bytes 2-4/10");
    EXPECT_EQ(part.content->offset, 2u);
    EXPECT_EQ(part.content->length, 3u);
    EXPECT_EQ(answer({{"range", "bytes=2-4"}, {"if-range", "\"other\""}}).status, 200);
    const auto beyond = answer({{"range", "bytes=10-"}});
    EXPECT_EQ(beyond.status, 416);
    EXPECT_EQ(beyond.headers.at("content-range"), "bytes */10");
    EXPECT_FALSE(beyond.content);
}

}  // namespace
}  // namespace gantry::net::http
