// Fuses as a Cloud sees them: each with its own key and connection, and 20 printers of which two print. They
// come back as Fuse does when their connection ends. One thread.
#pragma once

#include <sodium.h>

#include <algorithm>

#include "base/bytes.hpp"
#include "base/random.hpp"
#include "base/supervisor.hpp"
#include "base/within.hpp"
#include "farm/gateway/messages.hpp"
#include "net/websocket/connection.hpp"

namespace gantry::bench {

namespace wire = farm::gateway;

inline constexpr int printers_of_a_fuse = 20;
inline constexpr int printing_of_a_fuse = 2;
inline constexpr auto between_reports = 2'000ms;  // of one printer

inline std::int64_t now_ms() {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
}

// What all of them have done.
struct Outgoing {
    std::uint64_t changes = 0;
    int connected = 0;  // Fuses whose printers the Cloud has
    bool printing = true;
};

class Fuse {
public:
    explicit Fuse(int number) : number_(number) {
        Bytes key(crypto_sign_PUBLICKEYBYTES);
        crypto_sign_keypair(reinterpret_cast<unsigned char*>(key.data()),
                            reinterpret_cast<unsigned char*>(secret_key_.data()));
        public_key_ = to_base64url(key);
    }

    int number() const { return number_; }
    std::string id() const { return fmt::format("fuse-{:08}-of-the-bench", number_); }
    const std::string& public_key() const { return public_key_; }
    const std::string& token() const { return token_; }

    // Again and again, with the waits that Fuse has: full jitter between zero and a bound that doubles.
    awaitable<void> live(std::string url, Outgoing& all);
    // What its printing printers report, while it is connected.
    awaitable<void> print(Outgoing& all);

private:
    awaitable<void> connect_once(std::string url, Outgoing& all);
    awaitable<bool> introduce(net::websocket::Connection& connection);
    std::string sign(const std::string& text) const;
    std::string printer_id(int index) const {
        return fmt::format("printer-{:06}-{:02}-of-the-bench", number_, index);
    }
    wire::Printers printers() const;
    wire::StateChange change(int round) const;

    int number_;
    std::string public_key_;
    Bytes secret_key_ = Bytes(crypto_sign_SECRETKEYBYTES);
    std::string token_ = to_base64url(random_bytes(32));
    bool was_welcome_ = false;                          // the last connection
    net::websocket::Connection* connection_ = nullptr;  // of connect_once, while it is welcome
};

inline farm::PrinterState state_of(int index) {
    farm::PrinterState state{
        .connection = farm::Connection::online,
        .activity = index < printing_of_a_fuse ? farm::Activity::printing : farm::Activity::idle,
        .nozzle = {219.5, 220},
        .bed = {60, 60},
        .firmware = "01.07.00.00",
        .last_report_at = now_ms()};
    farm::FilamentUnit ams{.kind = farm::FilamentUnitKind::ams, .humidity_level = 3};
    for (int slot = 0; slot < 4; ++slot)
        ams.slots.push_back({.slot = slot, .loaded = true, .material = "PLA", .colour = "00AE42FF"});
    state.filament_units = {ams};
    if (index < printing_of_a_fuse) {
        state.print = {.id = "a print of the bench",
                       .name = "bracket.3mf",
                       .started_at = 1,
                       .result = farm::PrintResult::running};
    }
    return state;
}

inline wire::Printers Fuse::printers() const {
    wire::Printers all;
    for (int i = 0; i < printers_of_a_fuse; ++i) {
        farm::Printer printer{.id = farm::PrinterId(printer_id(i)),
                              .name = fmt::format("P1S {}", i),
                              .model = "P1S",
                              .serial = fmt::format("01P{:06}{:06}", number_, i),
                              .driver = "bambu",
                              .camera = "bambu_jpeg"};
        all.printers.push_back({std::move(printer), state_of(i)});
    }
    return all;
}

inline wire::StateChange Fuse::change(int round) const {
    json::object changes;
    changes["progress"] = {
        {"job_name", "bracket.3mf"}, {"percent", round % 100}, {"layer", round}, {"total_layers", 900}};
    changes["nozzle"] = {{"actual_c", 219 + round % 9 * 0.25}, {"target_c", 220}};
    changes["last_report_at"] = now_ms();
    return {farm::PrinterId(printer_id(round % printing_of_a_fuse)), std::move(changes)};
}

inline std::string Fuse::sign(const std::string& text) const {
    Bytes signature(crypto_sign_BYTES);
    crypto_sign_detached(reinterpret_cast<unsigned char*>(signature.data()), nullptr,
                         reinterpret_cast<const unsigned char*>(text.data()), text.size(),
                         reinterpret_cast<const unsigned char*>(secret_key_.data()));
    return to_base64url(signature);
}

template <class Expected>
awaitable<std::optional<Expected>> next_of(net::websocket::Connection& connection) {
    const auto text = co_await within(10s, connection.read());
    if (!text) co_return std::nullopt;
    auto message = wire::parse(*text);
    auto* expected = message ? std::get_if<Expected>(&*message) : nullptr;
    if (expected == nullptr) co_return std::nullopt;
    co_return std::move(*expected);
}

// Until the Cloud has said which of its printers it took.
inline awaitable<bool> Fuse::introduce(net::websocket::Connection& connection) {
    const auto challenge = co_await next_of<wire::Challenge>(connection);
    if (!challenge) co_return false;
    const wire::Hello hello{.signature = sign("gantry-gateway:" + challenge->nonce),
                            .host_name = fmt::format("host-{}", number_),
                            .software = "bench"};
    connection.send(wire::format(hello));
    if (!co_await next_of<wire::Welcome>(connection)) co_return false;
    connection.send(wire::format(printers()));
    const auto allowed = co_await next_of<wire::AllowedPrinters>(connection);
    co_return allowed && allowed->printers.size() == printers_of_a_fuse;
}

inline awaitable<void> Fuse::connect_once(std::string url, Outgoing& all) {
    net::websocket::ClientRequest request{.url = std::move(url)};
    request.headers["authorization"] = "Bearer " + token_;
    const auto connection = co_await net::websocket::connect(std::move(request));
    if (!connection || !co_await introduce(**connection)) co_return;
    was_welcome_ = true;
    connection_ = connection->get();
    ++all.connected;
    const std::shared_ptr<void> at_the_end(nullptr, [this, &all](void*) {
        connection_ = nullptr;
        --all.connected;
    });
    while (co_await (*connection)->read()) {
    }
}

inline awaitable<void> Fuse::live(std::string url, Outgoing& all) {
    const Backoff backoff;
    auto bound = backoff.first;
    co_await sleep_for(std::chrono::milliseconds(random_below(5'000)));  // not switched on in the same moment
    for (;;) {
        was_welcome_ = false;
        try {
            co_await connect_once(url, all);
        } catch (const SystemError& e) {
            if (e.code() == asio::error::operation_aborted) throw;
        }
        if (was_welcome_) bound = backoff.first;
        const auto limit = static_cast<std::uint32_t>(bound.count()) + 1;
        co_await sleep_for(std::chrono::milliseconds(random_below(limit)));
        bound = std::min(bound * 2, backoff.longest);
    }
}

inline awaitable<void> Fuse::print(Outgoing& all) {
    const auto between = between_reports / printing_of_a_fuse;
    co_await sleep_for(std::chrono::milliseconds(random_below(static_cast<std::uint32_t>(between.count()))));
    auto next = std::chrono::steady_clock::now();
    for (int round = 0; all.printing; ++round) {
        if (connection_ != nullptr) {
            connection_->send(wire::format(change(round)));
            ++all.changes;
        }
        next += between;
        co_await sleep_for(
            std::chrono::duration_cast<std::chrono::milliseconds>(next - std::chrono::steady_clock::now()));
    }
}

}  // namespace gantry::bench
