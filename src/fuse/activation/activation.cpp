#include "fuse/activation/activation.hpp"

#include <unistd.h>

#include <boost/asio/redirect_error.hpp>

#include "base/clock.hpp"
#include "base/log.hpp"
#include "farm/gateway/fingerprint.hpp"
#include "fuse/activation/wire.hpp"
#include "net/http/client.hpp"

namespace gantry::fuse::activation {
namespace {

constexpr auto area = "fuse.activation";
constexpr auto identity_record = "identity";
constexpr auto activation_record = "activation";
constexpr auto ask_again_after = 5s;

farm::Problem problem_of(const Error& error) {
    return {std::string(name_of(error.code)), error.detail};
}

awaitable<Result<net::http::Response>> post(std::string url, std::string body) {
    net::http::ClientRequest request{.method = net::http::Method::post, .url = std::move(url)};
    request.headers["content-type"] = "application/json";
    request.body = std::move(body);
    co_return co_await net::http::fetch(std::move(request));
}

}  // namespace

std::string host_name() {
    std::array<char, 256> name{};
    return gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "localhost";
}

Activation::Activation(Executor executor, storage::Store& store, settings::CurrentSettings& settings)
    : supervisor_(executor, area),
      store_(store),
      settings_(settings),
      news_(executor, asio::steady_timer::time_point::max()),
      settings_changed_(settings.changed().subscribe([this] { on_settings(); })) {}

// A code of another Cloud is worth nothing.
void Activation::on_settings() {
    if (!credentials_ && asked_url_ != settings_.get().gateway_url) show({.state = State::idle});
    news_.cancel();
}

void Activation::load() {
    const auto key = store_.load_record(identity_record);
    const auto stored = store_.load_record(activation_record);
    if (!key || !stored) throw std::runtime_error("the activation cannot be read");
    if (*key) {
        auto identity = Identity::from(**key);
        if (!identity) throw std::runtime_error("the stored key is damaged");
        identity_ = std::move(*identity);
        identity_kept_ = true;
    } else {
        identity_ = Identity::make();
    }
    view_.fingerprint = farm::gateway::fingerprint(identity_->public_key());
    if (!*stored) return;
    auto token = parse_as<DeviceToken>((*stored)->reveal());
    if (!token) throw std::runtime_error("the stored activation is damaged");
    credentials_ = Credentials{token->access_token, token->fuse_id, token->store_name};
    view_.state = State::activated;
}

awaitable<void> Activation::run() {
    for (;;) {
        while (view_.state == State::idle && settings_.get().gateway_enabled) {
            const auto asked = co_await request_code();
            // Still as without code, so that it is tried again; a person sees why.
            if (!asked && asked.error().code != Errc::conflict) {
                co_await sleep_for(ask_again_after);
                if (view_.state == State::failed) view_.state = State::idle;
            }
        }
        ErrorCode ignored;
        news_.expires_after(ask_again_after);
        co_await news_.async_wait(asio::redirect_error(use_awaitable, ignored));
    }
}

awaitable<void> Activation::stop() {
    polling_.cancel();
    co_await polling_.join();
    co_await supervisor_.stop();
}

void Activation::show(View view) {
    view.fingerprint = view_.fingerprint;
    if (view == view_) return;
    view_ = std::move(view);
    news_.cancel();
    changed_.tell();
}

awaitable<Result<>> Activation::keep_identity() {
    if (identity_kept_) co_return Result<>{};
    auto kept = co_await store_.save_record(identity_record, identity_->secret());
    if (kept) identity_kept_ = true;
    co_return kept;
}

awaitable<Result<DeviceCode>> Activation::ask() {
    DeviceRequest request{.host_name = host_name(),
                          .public_key = identity_->public_key(),
                          .software = "gantry-fuse " GANTRY_VERSION};
    auto answer = co_await post(settings_.get().gateway_url + "/api/device/code", to_text(to_json(request)));
    if (!answer) co_return std::unexpected(answer.error());
    if (answer->status == 429)
        co_return fail(Errc::rate_limited, "too many codes were asked for; wait a minute");
    if (answer->status != 200)
        co_return fail(Errc::rejected, "the Cloud answered " + std::to_string(answer->status));
    auto code = parse_as<DeviceCode>(answer->body);
    if (!code || code->device_code.empty() || code->expires_in <= 0)
        co_return fail(Errc::rejected, "what answers at the gateway's address is not a Gantry Cloud");
    co_return code;
}

awaitable<Result<>> Activation::request_code() {
    if (credentials_) co_return fail(Errc::conflict, "this Fuse is activated already");
    if (auto kept = co_await keep_identity(); !kept) co_return kept;
    asked_url_ = settings_.get().gateway_url;
    auto code = co_await ask();
    if (credentials_) co_return fail(Errc::conflict, "this Fuse is activated already");
    if (!code) {
        if (!complained_) log::warning(area, "no activation code: {}", code.error().detail);
        complained_ = true;
        if (view_.state != State::waiting)
            show({.state = State::failed, .problem = problem_of(code.error())});
        co_return std::unexpected(code.error());
    }
    complained_ = false;
    const std::chrono::seconds lifetime(std::min<std::int64_t>(code->expires_in, 24 * 3600));
    const std::chrono::seconds interval(std::clamp<std::int64_t>(code->interval, 1, 60));
    // Why the last activation ended stays in sight until the next one succeeds.
    const bool was_revoked = view_.problem && view_.problem->code == name_of(Errc::forbidden);
    show({.state = State::waiting,
          .code = code->user_code,
          .url = code->verification_uri_complete,
          .expires_at = unix_ms_now() + lifetime.count() * 1000,
          .lifetime_s = lifetime.count(),
          .problem = was_revoked ? view_.problem : std::nullopt});
    polling_ = supervisor_.spawn("poll", [this, device_code = code->device_code, interval, lifetime] {
        return poll(device_code, interval, lifetime);
    });
    co_return Result<>{};
}

awaitable<void> Activation::poll(std::string device_code, std::chrono::seconds interval,
                                 std::chrono::seconds lifetime) {
    const auto code = view_.code;
    const auto end = std::chrono::steady_clock::now() + lifetime;
    for (;;) {
        co_await sleep_for(interval);
        if (view_.state != State::waiting || view_.code != code) co_return;  // a newer code
        const auto answer = co_await poll_once(device_code);
        if (view_.state != State::waiting || view_.code != code) co_return;
        if (answer == Answer::done) co_return;
        if (answer == Answer::slow_down) interval += 5s;
        if (answer == Answer::denied) {
            show({.state = State::failed,
                  .problem = problem_of(
                      {Errc::rejected, "on Gantry's page somebody said that this machine is not theirs"})});
            co_return;
        }
        if (answer == Answer::expired || std::chrono::steady_clock::now() >= end) {
            auto expired = view_;
            expired.state = State::expired;
            show(std::move(expired));
            co_return;
        }
    }
}

awaitable<Answer> Activation::poll_once(std::string device_code) {
    TokenRequest request{.device_code = device_code,
                         .signature = identity_->sign("gantry-device:" + device_code)};
    auto answer = co_await post(settings_.get().gateway_url + "/api/device/token", to_text(to_json(request)));
    if (!answer) co_return Answer::pending;  // the Cloud is away; the code still counts
    if (answer->status == 200) {
        const auto accepted = co_await accept(std::move(answer->body));
        if (!accepted) log::error(area, "activation: {}", accepted.error().detail);
        co_return accepted ? Answer::done : Answer::pending;
    }
    if (answer->status == 429) co_return Answer::slow_down;
    co_return answer_of(answer->body);
}

awaitable<Result<>> Activation::accept(std::string body) {
    auto token = parse_as<DeviceToken>(body);
    if (!token || token->access_token.empty()) co_return fail(Errc::malformed, "the Cloud sent no token");
    if (auto saved = co_await store_.save_record(activation_record, Secret(std::move(body))); !saved)
        co_return saved;
    credentials_ = Credentials{token->access_token, token->fuse_id, token->store_name};
    log::info(area, "activated for the store \"{}\"", token->store_name);
    show({.state = State::activated});
    co_return Result<>{};
}

awaitable<Result<>> Activation::deactivate() {
    if (auto removed = co_await store_.remove_record(activation_record); !removed) co_return removed;
    credentials_.reset();
    log::info(area, "deactivated");
    show({.state = State::idle});
    co_return Result<>{};
}

awaitable<void> Activation::revoked(std::string detail) {
    const auto removed = co_await store_.remove_record(activation_record);
    if (!removed) log::error(area, "{}", removed.error().detail);
    credentials_.reset();
    log::warning(area, "the Cloud has removed this Fuse: {}", detail);
    show({.state = State::idle,
          .problem = farm::Problem{std::string(name_of(Errc::forbidden)), std::move(detail)}});
}

}  // namespace gantry::fuse::activation
