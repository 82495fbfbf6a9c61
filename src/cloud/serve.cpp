#include "cloud/serve.hpp"

#include <malloc.h>

#include <boost/asio/signal_set.hpp>
#include <csignal>

#include "base/descriptors.hpp"
#include "base/exit_limit.hpp"
#include "base/folder_lock.hpp"
#include "base/log.hpp"
#include "base/supervisor.hpp"
#include "cloud/backup/handover.hpp"
#include "cloud/backup/inbox.hpp"

namespace gantry::cloud {
namespace {

constexpr auto area = "cloud";

enum class End { stopped, failed, restore };

// A large message goes back to the machine with its end. Among the small things that stay it would leave
// holes that nothing fits into, once for every page that was told a long list.
void give_large_memory_back() {
    mallopt(M_MMAP_THRESHOLD, 128 * 1024);  // as it is by default, but never more
}

// However many come: the database, the pictures and the mail server must still be reached.
std::size_t most_connections(std::size_t wanted) {
    constexpr std::size_t kept_free = 64;
    const auto limit = descriptor_limit();
    return std::min(wanted, limit > 2 * kept_free ? limit - kept_free : limit / 2);
}

// Without it a restore needs the Cloud to be stopped, and says so.
std::unique_ptr<backup::Inbox> open_inbox(const Executor& executor, const std::filesystem::path& data) {
    try {
        return std::make_unique<backup::Inbox>(executor, data);
    } catch (const std::exception& e) {
        log::warning(area, "no backup can be restored while this Cloud runs: {}", e.what());
        return nullptr;
    }
}

// One Cloud, from its start until it is told to stop or to make room for another one.
class Round {
public:
    explicit Round(const Settings& settings)
        : cloud_(loop_.get_executor(), settings),
          inbox_(open_inbox(loop_.get_executor(), settings.data)),
          signals_(loop_, SIGINT, SIGTERM),
          supervisor_(loop_.get_executor(), area) {
        log::info(area, "listening on {}:{}", settings.server.address, cloud_.port());
    }

    std::uint16_t port() const { return cloud_.port(); }

    End run() {
        serving_ = supervisor_.spawn("server", [this] { return serve(); });
        if (inbox_) watching_ = supervisor_.spawn("restore", [this] { return make_room(); });
        signals_.async_wait([this](const ErrorCode& error, int) {
            if (error) return;
            exit_within(stop_limit);
            watching_.cancel();
            end_ = End::stopped;
            serving_.cancel();
        });
        supervisor_.run("end", [this] { return end(); });
        loop_.run();
        return end_;
    }

private:
    awaitable<void> serve() {
        std::exception_ptr failure;
        try {
            co_await cloud_.run();
        } catch (...) {
            failure = std::current_exception();
        }
        if (is_cancellation(failure)) co_return;
        end_ = End::failed;
        log::error(area, "{}", describe(failure));
    }

    awaitable<void> make_room() {
        co_await inbox_->wait_for_backup();
        log::info(area, "stopping, to go on with a backup");
        end_ = End::restore;
        serving_.cancel();
    }

    awaitable<void> end() {
        co_await serving_.join();
        watching_.cancel();
        if (inbox_) co_await watching_.join();
        signals_.cancel();
        loop_.stop();
    }

    asio::io_context loop_{1};
    Cloud cloud_;
    std::unique_ptr<backup::Inbox> inbox_;
    asio::signal_set signals_;
    Supervisor supervisor_;
    Task serving_;
    Task watching_;
    End end_ = End::stopped;
};

// What was taken becomes the database; the command is told when that is being served.
End serve_once(Settings& settings) {
    const auto restored = backup::finish(settings.data);
    settings.serving = [restored, data = settings.data] {
        if (!restored) return;
        auto outcome = *restored;
        outcome.serving = true;
        backup::tell(data, outcome);
    };
    Round round(settings);
    settings.server.port = round.port();
    return round.run();
}

}  // namespace

int serve(Settings settings) {
    give_large_memory_back();
    allow_many_descriptors();
    auto& connections = settings.server.max_connections;
    connections = most_connections(connections);
    std::filesystem::create_directories(settings.data);
    const auto lock = FolderLock::take(settings.data);
    if (!lock) throw std::runtime_error(lock.error().detail);
    for (;;) {
        switch (serve_once(settings)) {
            case End::stopped:
                return 0;
            case End::failed:
                return 1;
            case End::restore:
                break;
        }
    }
}

}  // namespace gantry::cloud
