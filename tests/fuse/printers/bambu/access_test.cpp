// Whether an access code works, tried at simulated printers and at things that are none.
#include <gtest/gtest.h>

#include "fuse/printers/finder.hpp"
#include "net/tcp/stream.hpp"
#include "net/tls/context.hpp"
#include "net/tls/stream.hpp"
#include "tests/fuse/printers/rig.hpp"
#include "tests/net/certificate.hpp"

namespace gantry::fuse::printers {
namespace {

struct AccessRig {
    explicit AccessRig(Executor executor, sim::PrinterSpec spec = {.files = false})
        : sim(executor, std::move(spec)), fuse(executor) {}

    NewPrinter wanted() const {
        auto wanted = FuseRig::how_to_reach(sim.printer);
        wanted.serial = sim.printer.serial();
        return wanted;
    }
    awaitable<Result<Access>> try_with(const std::string& code) {
        auto with_code = wanted();
        with_code.access_code = Secret(code);
        co_return co_await fuse.printers.try_access(std::move(with_code));
    }

    sim::Rig sim;
    FuseRig fuse;
};

TEST(BambuAccess, IsGrantedWithTheRightCodeAndLeavesNothingBehind) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        AccessRig rig(executor);
        co_await start(rig.sim);
        const auto access = co_await rig.try_with("12345678");
        EXPECT_TRUE(access);
        if (access) {
            EXPECT_EQ(access->identity.serial, rig.sim.printer.serial());
            EXPECT_EQ(access->identity.model, "P1S");
            EXPECT_FALSE(access->warning);
            EXPECT_TRUE(access->note.contains("Developer Mode is on the P1S does not tell")) << access->note;
        }
        auto without_serial = rig.wanted();
        without_serial.serial.clear();
        const auto asked = co_await rig.fuse.printers.try_access(std::move(without_serial));
        EXPECT_EQ(asked->identity.serial, rig.sim.printer.serial());
        EXPECT_TRUE(rig.fuse.printers.all().empty());
        EXPECT_TRUE(rig.fuse.store.load_printers()->empty());
        co_await rig.sim.printer.stop();
    });
}

TEST(BambuAccess, NamesAWrongCodeAndAnotherPrinter) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        AccessRig rig(executor);
        co_await start(rig.sim);
        const auto wrong = co_await rig.try_with("87654321");
        EXPECT_EQ(wrong.error().code, Errc::unauthorized);
        EXPECT_NE(wrong.error().detail.find("on its screen"), std::string::npos);
        const auto none = co_await rig.try_with("");
        EXPECT_EQ(none.error().code, Errc::malformed);
        auto other = rig.wanted();
        other.serial = "01P00C000000099";
        const auto mistaken = co_await rig.fuse.printers.try_access(std::move(other));
        EXPECT_EQ(mistaken.error().code, Errc::untrusted);
        EXPECT_NE(mistaken.error().detail.find(rig.sim.printer.serial()), std::string::npos);
        co_await rig.sim.printer.stop();
    });
}

TEST(BambuAccess, SaysThatCommandsWillBeRefused) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        AccessRig rig(executor, {.model = "x1c", .files = false, .developer_mode = false});
        co_await start(rig.sim);
        const auto access = co_await rig.try_with("12345678");
        EXPECT_TRUE(access && access->warning);
        if (access && access->warning)
            EXPECT_NE(access->warning->detail.find("Developer Mode"), std::string::npos);
        if (access) EXPECT_EQ(access->note, "") << "this model tells";
        co_await rig.sim.printer.stop();
    });
}

// A1 and P1: with Developer Mode off the code works just the same, and only the screen tells.
TEST(BambuAccess, SaysHowToCheckWhatThisModelDoesNotTell) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        for (const bool developer_mode : {true, false}) {
            AccessRig rig(executor, {.model = "a1", .files = false, .developer_mode = developer_mode});
            co_await start(rig.sim);
            const auto access = co_await rig.try_with("12345678");
            EXPECT_TRUE(access);
            if (access) {
                EXPECT_FALSE(access->warning);
                EXPECT_TRUE(access->note.contains("the A1 does not tell")) << access->note;
                EXPECT_TRUE(access->note.contains("Settings → Network")) << access->note;
            }
            co_await rig.sim.printer.stop();
        }
    });
}

TEST(BambuAccess, NamesAnAddressWhereNothingAnswers) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        AccessRig rig(executor);
        const auto nobody = co_await rig.try_with("12345678");
        EXPECT_EQ(nobody.error().code, Errc::offline);
        EXPECT_NE(nobody.error().detail.find("Nothing answers"), std::string::npos);
        auto nowhere = rig.wanted();
        nowhere.address = "printer.local";
        EXPECT_EQ((co_await rig.fuse.printers.try_access(std::move(nowhere))).error().code, Errc::malformed);
        auto unknown = rig.wanted();
        unknown.driver = "telegraph";
        EXPECT_EQ((co_await rig.fuse.printers.try_access(std::move(unknown))).error().code, Errc::malformed);
    });
}

TEST(BambuAccess, NamesWhatIsNoPrinter) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        FuseRig fuse(executor);
        Supervisor supervisor(executor, "test");
        net::tcp::Listener plain(executor, "127.0.0.1", 0);
        supervisor.run("plain", [&plain]() -> awaitable<void> {
            for (;;) {
                const auto accepted = co_await plain.accept();
                co_await accepted.stream->write(as_bytes("HTTP/1.1 400 Bad Request\r\n\r\n"));
                co_await accepted.stream->shutdown();
            }
        });
        const auto certificate = testing::make_certificate("router.local");
        net::tls::Listener secure(
            executor, "127.0.0.1", 0,
            net::tls::make_server_context(certificate.certificate_pem, certificate.key_pem));
        supervisor.run("secure", [&secure]() -> awaitable<void> {
            for (;;) {
                const auto stream = co_await secure.accept();
                try {
                    co_await net::tls::handshake(*stream);
                } catch (const SystemError&) {
                    // The client has seen enough.
                }
            }
        });
        for (const auto port : {plain.port(), secure.port()}) {
            for (const auto* serial : {"01P00C000000042", ""}) {
                const auto refused = co_await fuse.printers.try_access({.address = "127.0.0.1",
                                                                        .serial = serial,
                                                                        .access_code = Secret("12345678"),
                                                                        .ports = {.mqtt = port}});
                EXPECT_EQ(refused.error().code, Errc::unsupported) << refused.error().detail;
            }
        }
        co_await supervisor.stop();
    });
}

TEST(BambuAccess, NamesAPrinterWithoutPlacesForClients) {
    run_coroutine([](Executor executor) -> awaitable<void> {
        AccessRig rig(executor);
        co_await start(rig.sim);
        std::vector<std::unique_ptr<net::mqtt::Client>> others;
        // Four places; mosquitto miscounts by one when somebody leaves in the middle of TLS, as a probe does.
        for (bool taken = true; taken && others.size() < 6;) {
            others.push_back(std::make_unique<net::mqtt::Client>(executor, net::tls::accept_any()));
            net::mqtt::Options options{.address = rig.sim.printer.address(),
                                       .port = rig.sim.printer.ports().mqtt,
                                       .client_id = "other-" + std::to_string(others.size()),
                                       .username = "bblp",
                                       .password = Secret("12345678")};
            taken = (co_await others.back()->connect(std::move(options))).has_value();
        }
        EXPECT_GE(others.size(), 5u);
        const auto full = co_await rig.try_with("12345678");
        EXPECT_FALSE(full);
        if (!full) EXPECT_EQ(full.error().code, Errc::busy) << full.error().detail;
        others.clear();
        EXPECT_TRUE(co_await rig.try_with("12345678"));
        co_await rig.sim.printer.stop();
    });
}

}  // namespace
}  // namespace gantry::fuse::printers
