#include "fuse/web/whep.hpp"

#include <boost/asio/redirect_error.hpp>

#include "base/within.hpp"

namespace gantry::fuse::web {
namespace {

constexpr auto remembered = 60s;
constexpr std::size_t max_remembered = 500;
constexpr std::size_t max_candidates = 64;
constexpr auto answer_limit = 10s;
// A WHEP answer carries our candidates: there is no other way for them. Host candidates take no time.
constexpr auto gather_limit = 500ms;

awaitable<Result<>> wait_for_answer(asio::steady_timer& news, const std::optional<std::string>& answer,
                                    const WatchView& view) {
    while (!answer) {
        if (view.state == WatchState::ended) {
            const auto detail = view.problem ? view.problem->detail : "the session ended before it began";
            co_return fail(Errc::offline, detail);
        }
        ErrorCode ignored;
        co_await news.async_wait(asio::redirect_error(use_awaitable, ignored));
    }
    co_return Result<>{};
}

}  // namespace

Whep::Whep(Executor executor, live::LiveSessions& live) : executor_(std::move(executor)), live_(live) {}

awaitable<Result<WatchStarted>> Whep::watch(farm::PrinterId printer, std::string offer_sdp, Viewer viewer) {
    forget_old();
    const auto watch = std::make_shared<Watch>(executor_);
    watch->printer = printer;
    live::LiveRequest request{.printer = printer, .viewer = viewer.name};
    request.rtc.offer_sdp = std::move(offer_sdp);
    request.rtc.gather_limit = gather_limit;
    auto opened = live_.open(std::move(request), events_for(watch));
    if (!opened) co_return std::unexpected(opened.error());
    watch->id = *opened;
    watches_[opened->text()] = watch;
    if (viewer.revoked) watch->revoked = viewer.revoked->subscribe(revoke(watch));
    auto answered =
        co_await within(answer_limit, wait_for_answer(watch->news, watch->answer_sdp, watch->view));
    if (!answered) {
        live_.close(watch->id);
        co_return std::unexpected(answered.error());
    }
    WatchStarted started{watch->id.text(), *watch->answer_sdp};
    co_return started;
}

live::LiveEvents Whep::events_for(const WatchPtr& watch) {
    return {.on_answer =
                [watch](std::string sdp) {
                    watch->answer_sdp = std::move(sdp);
                    watch->news.cancel();
                },
            .on_connected =
                [watch] {
                    watch->view.state = WatchState::connected;
                    watch->patience.connected();
                },
            .on_camera_failed =
                [this, watch](Error reason) {
                    if (watch->view.state == WatchState::ended || !watch->patience.ends_with(reason)) return;
                    end(*watch, reason);
                    live_.close(watch->id);
                },
            .on_camera_plays = [watch] { watch->patience.pictures_come(); },
            .on_closed = [this, watch](Error reason) { end(*watch, reason); }};
}

std::function<void()> Whep::revoke(const WatchPtr& watch) {
    return [this, weak = std::weak_ptr(watch)] {
        const auto watched = weak.lock();
        if (!watched || watched->view.state == WatchState::ended) return;
        end(*watched, {Errc::unauthorized, "You are signed out."});
        live_.close(watched->id);
    };
}

void Whep::end(Watch& watch, const Error& reason) {
    if (watch.view.state == WatchState::ended) return;
    watch.view.state = WatchState::ended;
    if (reason.code != Errc::cancelled)
        watch.view.problem = farm::Problem{std::string(name_of(reason.code)), reason.detail};
    watch.ended_at = std::chrono::steady_clock::now();
    watch.news.cancel();
}

void Whep::forget_old() {
    const auto now = std::chrono::steady_clock::now();
    std::erase_if(watches_, [&](const auto& entry) {
        const auto& watch = *entry.second;
        const bool ended = watch.view.state == WatchState::ended;
        return ended && (now - watch.ended_at > remembered || watches_.size() > max_remembered);
    });
}

Whep::WatchPtr Whep::find(const farm::PrinterId& printer, const std::string& session) const {
    const auto found = watches_.find(session);
    return found == watches_.end() || found->second->printer != printer ? nullptr : found->second;
}

Result<> Whep::trickle(const farm::PrinterId& printer, const std::string& session,
                       std::string_view fragment) {
    const auto watch = find(printer, session);
    if (!watch) return fail(Errc::not_found, "no such session");
    std::size_t taken = 0;
    while (!fragment.empty() && taken < max_candidates) {
        auto line = fragment.substr(0, fragment.find('\n'));
        fragment.remove_prefix(std::min(fragment.size(), line.size() + 1));
        if (line.ends_with('\r')) line.remove_suffix(1);
        if (!line.starts_with("a=candidate:")) continue;
        live_.add_candidate(watch->id, std::string(line.substr(2)));
        ++taken;
    }
    return {};
}

Result<WatchView> Whep::view(const farm::PrinterId& printer, const std::string& session) const {
    const auto watch = find(printer, session);
    if (!watch) return fail(Errc::not_found, "no such session");
    return watch->view;
}

Result<> Whep::stop(const farm::PrinterId& printer, const std::string& session) {
    const auto watch = find(printer, session);
    if (!watch) return fail(Errc::not_found, "no such session");
    live_.close(watch->id);
    return {};
}

}  // namespace gantry::fuse::web
