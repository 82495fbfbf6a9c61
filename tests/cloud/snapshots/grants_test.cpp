#include "cloud/snapshots/grants.hpp"

#include <boost/algorithm/string/replace.hpp>

#include "cloud/snapshots/snapshots.hpp"
#include "tests/cloud/stage.hpp"

namespace gantry::cloud::snapshots {
namespace {

const std::string jpeg = "\xFF\xD8\xFF\xE0 a picture \xFF\xD9";

// A Cloud with a clock of the test's, and the addresses that it gives.
struct GrantStage : Stage {
    explicit GrantStage(Executor executor)
        : Stage(executor, [this](Settings& settings) {
              settings.now = [this] { return std::chrono::system_clock::now() + later; };
          }) {}

    awaitable<std::string> address_for(std::string printer) {
        gateway->send({{"type", "upload.request"}, {"id", "1"}, {"printer", printer}});
        const auto grant = co_await gateway->expect("upload.grant");
        expires_at = grant.at("expires_at").to_number<std::int64_t>();
        co_return text_at(grant, "url");
    }
    // Without any token.
    awaitable<int> put(std::string address, net::http::Headers headers = {}) {
        co_return (co_await cloud.call_with(Method::put, std::move(address), std::move(headers), jpeg))
            .status;
    }

    std::chrono::hours later{0};
    std::int64_t expires_at = 0;
};

std::string replaced(const std::string& address, const std::string& from, const std::string& to) {
    auto changed = boost::replace_first_copy(address, from, to);
    EXPECT_NE(changed, address) << from;
    return changed;
}

TEST(Grants, TakeThePictureOfTheirPrinterFromWhoeverHoldsThem) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        GrantStage stage(executor);
        co_await stage.prepare("owner", printers_message({"p1", "p2"}));
        const auto address = co_await stage.address_for("p1");
        EXPECT_EQ(co_await stage.put(address), 204);
        EXPECT_EQ(co_await stage.put(address), 204) << "again and again";
        const auto bare = address.substr(0, address.find('?'));
        EXPECT_EQ(co_await stage.put(bare), 401);
        const auto token = "Bearer " + stage.fuse.token();
        EXPECT_EQ(co_await stage.put(bare, {{"authorization", token}}), 401) << "a token is no grant";
    });
}

TEST(Grants, AreRefusedWhenAnythingWasChanged) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        GrantStage stage(executor);
        co_await stage.prepare("owner", printers_message({"p1", "p2"}));
        const auto address = co_await stage.address_for("p1");
        const auto expiry = std::to_string(stage.expires_at);
        const std::vector<std::string> changed = {
            replaced(address, "/p1?", "/p2?"),
            replaced(address, expiry, std::to_string(stage.expires_at + 1)),
            replaced(address, "max_bytes=", "max_bytes=9"),
            replaced(address, "store=", "store=x"),
            replaced(address, "fuse=", "fuse=x"),
            replaced(address, "signature=", "signature=x"),
            replaced(address, expiry, "soon"),
            address + "x"};
        for (const auto& one : changed)
            EXPECT_EQ(co_await stage.put(one), 403) << one;
        EXPECT_EQ(co_await stage.put(address), 204);
    });
}

TEST(Grants, OfAnotherServerOrPrinterAreRefused) {
    const Grant grant{.store = StoreId("s"),
                      .fuse = FuseId("f"),
                      .printer = farm::PrinterId("p1"),
                      .expires_at = 4'000'000'000'000,
                      .max_bytes = 10};
    const auto request_to = [](const std::string& address, const std::string& printer) {
        net::http::Request request{.parts = {{"id", printer}}};
        for (auto rest = address.substr(address.find('?') + 1); !rest.empty();) {
            const auto pair = rest.substr(0, rest.find('&'));
            request.query[pair.substr(0, pair.find('='))] = pair.substr(pair.find('=') + 1);
            rest = pair.size() < rest.size() ? rest.substr(pair.size() + 1) : "";
        }
        return request;
    };
    const Grants ours(Secret("north wind"));
    const Grants theirs(Secret("south wind"));
    const auto address = ours.address_of(grant);
    EXPECT_EQ(ours.open(request_to(address, "p1")), grant);
    EXPECT_EQ(Grants(Secret("north wind")).open(request_to(address, "p1")), grant) << "after a restart";
    EXPECT_EQ(ours.open(request_to(address, "p2")).error().code, Errc::forbidden);
    EXPECT_EQ(theirs.open(request_to(address, "p1")).error().code, Errc::forbidden);
    EXPECT_EQ(ours.open(request_to("/api?", "p1")).error().code, Errc::unauthorized);
}

TEST(Grants, Expire) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        GrantStage stage(executor);
        co_await stage.prepare();
        const auto address = co_await stage.address_for("p1");
        EXPECT_EQ(co_await stage.put(address), 204);
        stage.later = std::chrono::hours(2);
        EXPECT_EQ(co_await stage.put(address), 403);
        EXPECT_EQ(co_await stage.put(co_await stage.address_for("p1")), 204) << "a fresh one";
    });
}

TEST(Grants, TakeNoMoreThanTheirSize) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        const TemporaryFolder folder;
        objects::Objects kept(folder / "objects");
        printers::Fleet fleet;
        fleet.remember(StoreId("s"), FuseId("f"), {.id = farm::PrinterId("p1")});
        const Grants grants(Secret("north wind"));
        Snapshots snapshots(kept, fleet, grants);
        Grant grant{.store = StoreId("s"), .fuse = FuseId("f"), .printer = farm::PrinterId("p1")};
        grant.max_bytes = jpeg.size() - 1;
        EXPECT_EQ((co_await snapshots.put(grant, jpeg)).error().code, Errc::too_large);
        grant.max_bytes = jpeg.size();
        EXPECT_TRUE(co_await snapshots.put(grant, jpeg));
        co_return;
    });
}

// It was removed, or its Fuse was: what was granted before is worth nothing.
TEST(Grants, EndWithTheirPrinter) {
    run_coroutine_and_drain([](Executor executor) -> awaitable<void> {
        GrantStage stage(executor);
        co_await stage.prepare("owner", printers_message({"p1", "p2"}));
        const auto first = co_await stage.address_for("p1");
        const auto second = co_await stage.address_for("p2");
        stage.gateway->send(printers_message({"p1"}));
        co_await stage.page->expect("printers");
        EXPECT_EQ(co_await stage.put(second), 404);
        EXPECT_EQ(co_await stage.put(first), 204);
        const auto removed = co_await stage.as_owner(Method::del, "/api/fuses/" + stage.fuse.id());
        EXPECT_EQ(removed.status / 100, 2) << removed.body;
        EXPECT_EQ(co_await stage.put(first), 404);
    });
}

}  // namespace
}  // namespace gantry::cloud::snapshots
