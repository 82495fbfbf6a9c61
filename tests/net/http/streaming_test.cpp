// Bodies that are never held as a whole.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "net/http/range.hpp"
#include "tests/net/http/test_server.hpp"

namespace gantry::net::http {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

struct Seen {
    std::uint64_t bytes = 0;
    std::size_t largest_part = 0;
    std::optional<std::uint64_t> announced;
    std::optional<Errc> ended_with;
};

// Takes bodies up to 20 MB, and stops reading at `enough`.
Router upload_router(Seen& seen, std::uint64_t enough = std::uint64_t{1} << 40) {
    Router router(allow_all_but_forbidden());
    router.add({.method = Method::post,
                .pattern = "/upload",
                .permission = "public",
                .upload = [&seen, enough](Request, IncomingBody& body) -> awaitable<Response> {
                    seen.announced = body.size();
                    for (;;) {
                        if (seen.bytes >= enough) co_return problem({Errc::too_large, "enough"});
                        const auto part = co_await body.next();
                        if (!part) {
                            seen.ended_with = part.error().code;
                            co_return problem(part.error());
                        }
                        if (part->empty()) co_return no_content();
                        seen.bytes += part->size();
                        seen.largest_part = std::max(seen.largest_part, part->size());
                    }
                },
                .max_body_bytes = 20'000'000});
    return router;
}

awaitable<Response> upload(TestServer& server, std::string body) {
    ClientRequest request{.method = Method::post, .url = server.url("/upload"), .body = std::move(body)};
    auto response = co_await fetch(std::move(request));
    EXPECT_TRUE(response.has_value()) << response.error().detail;
    co_return response.value_or(Response{});
}

TEST(StreamedBody, ComesInPartsWithoutBeingHeld) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Seen seen;
        TestServer server(executor, upload_router(seen));
        EXPECT_EQ((co_await upload(server, std::string(15'000'000, 'x'))).status, 204);
        EXPECT_EQ(seen.announced, 15'000'000u);
        EXPECT_EQ(seen.bytes, 15'000'000u);
        EXPECT_LE(seen.largest_part, 80u * 1024);
        const auto empty = co_await upload(server, "");
        EXPECT_EQ(empty.status, 204);
    });
}

TEST(StreamedBody, MayBeChunkedAndIsBoundedStill) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Seen seen;
        TestServer server(executor, upload_router(seen));
        const std::string head =
            "POST /upload HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n";
        EXPECT_THAT(co_await server.converse(head + "5\r\nhello\r\n1\r\n!\r\n0\r\n\r\n"),
                    StartsWith("HTTP/1.1 204"));
        EXPECT_EQ(seen.bytes, 6u);
        EXPECT_FALSE(seen.announced);
        EXPECT_THAT(co_await server.converse(head + "FFFFFFFF\r\nhello"), StartsWith("HTTP/1.1 413"));
        EXPECT_THAT(
            co_await server.converse("POST /upload HTTP/1.1\r\nHost: a\r\nContent-Length: 20000001\r\n\r\n"),
            StartsWith("HTTP/1.1 413"));
    });
}

TEST(StreamedBody, TellsTheHandlerThatItsSenderLeftOrFellSilent) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Seen seen;
        TestServer server(executor, upload_router(seen), {.body_limit = 50ms});
        {
            auto stream = co_await tcp::connect("127.0.0.1", server.port(), 5s);
            co_await (*stream)->write(
                as_bytes("POST /upload HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nab"));
            co_await (*stream)->shutdown();
        }
        EXPECT_EQ(seen.ended_with, Errc::offline);
        EXPECT_THAT(
            co_await server.converse("POST /upload HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nab"),
            StartsWith("HTTP/1.1 504"));
        EXPECT_EQ(seen.ended_with, Errc::timeout);
    });
}

TEST(StreamedBody, ThatIsNotReadToItsEndEndsTheConnectionAfterTheAnswer) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        Seen seen;
        TestServer server(executor, upload_router(seen, 1));
        const auto refused = co_await upload(server, std::string(5'000'000, 'x'));
        EXPECT_EQ(refused.status, 413);
        EXPECT_EQ(refused.headers.at("connection"), "close");
        EXPECT_LT(seen.bytes, 100'000u);
    });
}

// Repeats the alphabet; fails, or ends too early, where it is told to.
struct Alphabet final : ContentSource {
    explicit Alphabet(std::uint64_t whole, std::uint64_t broken = ~std::uint64_t{0})
        : bytes(whole), broken_at(broken) {}
    std::uint64_t size() const override { return bytes; }
    awaitable<Result<Bytes>> read(std::uint64_t offset, std::size_t limit) override {
        largest = std::max(largest, limit);
        if (offset >= broken_at) co_return fail(Errc::storage, "the disk is gone");
        Bytes part(limit);
        for (std::size_t i = 0; i < limit; ++i)
            part[i] = static_cast<std::byte>('a' + (offset + i) % 26);
        co_return part;
    }
    std::uint64_t bytes;
    std::uint64_t broken_at;
    std::size_t largest = 0;
};

Router content_router(std::shared_ptr<Alphabet> source) {
    Router router(allow_all_but_forbidden());
    router.add({.pattern = "/content",
                .permission = "public",
                .handler = [source](Request request) -> awaitable<Response> {
                    co_return content_response(request, source, {{"content-type", "text/plain"}});
                }});
    return router;
}

TEST(StreamedContent, IsSentInPartsWholeOrFromWhereItIsWanted) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        const auto source = std::make_shared<Alphabet>(2'600'000);
        TestServer server(executor, content_router(source));
        ClientRequest whole{.url = server.url("/content"), .max_response_bytes = 3'000'000};
        const auto answer = co_await fetch(whole);
        EXPECT_EQ(answer->body.size(), 2'600'000u);
        EXPECT_THAT(answer->body, EndsWith("wxyz"));
        EXPECT_LE(source->largest, 64u * 1024);
        auto part = whole;
        part.headers["range"] = "bytes=26-28";
        const auto some = co_await fetch(part);
        EXPECT_EQ(some->status, 206);
        EXPECT_EQ(some->body, "abc");
        EXPECT_EQ(some->headers.at("content-length"), "3");
        const auto head =
            co_await server.converse("HEAD /content HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        EXPECT_THAT(head, HasSubstr("content-length: 2600000\r\n"));
        EXPECT_THAT(head, EndsWith("\r\n\r\n"));
    });
}

TEST(StreamedContent, ThatBreaksOffIsNotMistakenForAWhole) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        TestServer server(executor, content_router(std::make_shared<Alphabet>(200'000, 100'000)));
        ClientRequest request{.url = server.url("/content")};
        EXPECT_FALSE(co_await fetch(std::move(request)));
    });
}

}  // namespace
}  // namespace gantry::net::http
