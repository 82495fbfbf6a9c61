#include "fuse/stats/request.hpp"

#include <gtest/gtest.h>

namespace gantry::fuse::stats {
namespace {

TEST(StatsRequest, ChoosesPrinters) {
    const auto all = parse_request(R"({"type":"subscribe"})");
    ASSERT_TRUE(all && std::holds_alternative<Subscribe>(*all));
    EXPECT_FALSE(std::get<Subscribe>(*all).printers);
    const auto some = parse_request(R"({"type":"subscribe","printers":["a","b","a"]})");
    EXPECT_EQ(std::get<Subscribe>(*some).printers->size(), 2u);
    const auto none = parse_request(R"({"type":"subscribe","printers":[]})");
    EXPECT_TRUE(std::get<Subscribe>(*none).printers->empty());
    EXPECT_FALSE(*parse_choice(""));
    EXPECT_EQ(**parse_choice("a,b"), (std::set{farm::PrinterId("a"), farm::PrinterId("b")}));
}

TEST(StatsRequest, ShowsAToken) {
    const auto request = parse_request(R"({"type":"authenticate","token":"abc"})");
    ASSERT_TRUE(request && std::holds_alternative<Authenticate>(*request));
    EXPECT_EQ(std::get<Authenticate>(*request).token.reveal(), "abc");
}

TEST(StatsRequest, RefusesWhatIsNone) {
    std::string many = R"({"type":"subscribe","printers":["x")";
    for (std::size_t i = 0; i < max_chosen; ++i)
        many += ",\"x\"";
    struct Case {
        std::string text;
        Errc code;
    };
    const std::vector<Case> cases = {
        {"", Errc::malformed},
        {"[]", Errc::malformed},
        {"{}", Errc::malformed},
        {R"({"type":"other"})", Errc::malformed},
        {R"({"type":"subscribe","printers":"a"})", Errc::malformed},
        {R"({"type":"subscribe","printers":[1]})", Errc::malformed},
        {R"({"type":"subscribe","printers":[""]})", Errc::malformed},
        {R"({"type":"subscribe","printers":[")" + std::string(101, 'a') + R"("]})", Errc::malformed},
        {many + "]}", Errc::too_large},
        {std::string(max_request_bytes + 1, ' '), Errc::too_large},
    };
    for (const auto& [text, code] : cases) {
        const auto request = parse_request(text);
        EXPECT_EQ(request ? Errc::internal : request.error().code, code) << text.substr(0, 100);
    }
    EXPECT_FALSE(parse_choice("a,,b"));
}

}  // namespace
}  // namespace gantry::fuse::stats
