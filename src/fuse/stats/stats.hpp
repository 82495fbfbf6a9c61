// The stats server: there while a person has switched it on, at the port that they chose. Owned by the
// program; the loop's thread only.
#pragma once

#include <memory>
#include <string>

#include "base/supervisor.hpp"
#include "fuse/access/access.hpp"
#include "fuse/settings/settings.hpp"
#include "fuse/stats/feed.hpp"
#include "net/http/server.hpp"

namespace gantry::fuse::stats {

// Why a reader's connection was closed (docs/stats.md); besides 1001, the server ends.
inline constexpr std::uint16_t close_malformed = 4400;
inline constexpr std::uint16_t close_unauthorized = net::websocket::revoked_code;
inline constexpr std::uint16_t close_slow = 4408;
inline constexpr std::uint16_t close_too_many = 4429;

struct Limits {
    std::size_t readers = 32;
    std::size_t unknown = 8;  // of those that have not shown their token yet
    std::chrono::milliseconds to_authenticate{10'000};
    std::size_t max_queued_bytes = 8 * 1024 * 1024;  // of one reader; whoever falls further behind goes
    std::chrono::milliseconds retry{10'000};         // when the port is taken
};

struct ReaderView {
    std::string name;  // of its token; empty: a program at this machine
    std::string address;
    std::int64_t since = 0;
    std::optional<std::size_t> printers;  // that it chose; absent: all
};
BOOST_DESCRIBE_STRUCT(ReaderView, (), (name, address, since, printers))

// How the server fares, for the Settings page.
enum class ServerState { off, listening, failed };
BOOST_DESCRIBE_ENUM(ServerState, off, listening, failed)

struct View {
    ServerState state = ServerState::off;
    std::int64_t port = 0;
    std::optional<farm::Problem> problem;
    std::vector<ReaderView> readers;
};
BOOST_DESCRIBE_STRUCT(View, (), (state, port, problem, readers))

class Stats {
public:
    // `server` names address and hosts; port and limits are set here. The references outlive this.
    Stats(Executor executor, printers::Printers& printers, settings::CurrentSettings& settings,
          access::Access& access, net::http::ServerOptions server, Limits limits = {});
    ~Stats();

    // Until cancelled; then says goodbye to all readers within 2 s.
    awaitable<void> run();
    View view() const;

private:
    struct Wanted {
        bool enabled = false;
        std::int64_t port = 0;
        friend bool operator==(const Wanted&, const Wanted&) = default;
    };
    struct Running;

    Wanted wanted() const;
    awaitable<void> follow_settings();
    void start(const Wanted& wanted);
    awaitable<void> stop();
    net::http::Router make_router();
    Result<> authorize(net::http::Request& request) const;
    awaitable<void> serve(net::http::Request request, std::unique_ptr<net::websocket::Connection> connection);
    // False when the connection is closed instead: there is none in time, or it is no good.
    awaitable<bool> ask_for_token(Reader& reader);
    bool authenticate(Reader& reader, const Secret& token);
    awaitable<void> listen(Reader& reader);

    settings::CurrentSettings& settings_;
    access::Access& access_;
    net::http::ServerOptions options_;
    Limits limits_;
    Feed feed_;
    // Readers that have not shown their token yet; shared with them, which at the end of the program may
    // outlive us.
    std::shared_ptr<std::size_t> unknown_ = std::make_shared<std::size_t>(0);
    asio::steady_timer news_;  // cancelled when the settings have changed
    std::unique_ptr<Running> running_;
    std::optional<farm::Problem> problem_;
    Supervisor supervisor_;
    Subscription settings_changed_;
};

}  // namespace gantry::fuse::stats
