// Whether this Fuse belongs to a store of the Cloud, and how it gets there. Owned by the program; the loop's
// thread only.
#pragma once

#include <boost/describe.hpp>
#include <optional>
#include <string>

#include "base/json.hpp"
#include "base/supervisor.hpp"
#include "farm/printer.hpp"
#include "fuse/activation/identity.hpp"
#include "fuse/settings/settings.hpp"
#include "fuse/storage/store.hpp"

namespace gantry::fuse::activation {

enum class State {
    idle,  // no code yet
    waiting,
    expired,
    activated,
    failed  // no code to be had: see the problem
};
BOOST_DESCRIBE_ENUM(State, idle, waiting, expired, activated, failed)

// As api/fuse.yaml has it.
struct View {
    State state = State::idle;
    std::string code;
    std::string url;  // the Cloud's page with the code filled in
    std::int64_t expires_at = 0;
    std::int64_t lifetime_s = 0;
    std::string fingerprint;  // of this machine's key; the Cloud's page shows the same
    std::optional<farm::Problem> problem;
    friend bool operator==(const View&, const View&) = default;
};
BOOST_DESCRIBE_STRUCT(View, (), (state, code, url, expires_at, lifetime_s, fingerprint, problem))

struct Credentials {
    Secret token;
    std::string fuse_id;
    std::string store_name;
};

struct DeviceCode;
enum class Answer;

// As people know this machine.
std::string host_name();

class Activation {
public:
    Activation(Executor executor, storage::Store& store, settings::CurrentSettings& settings);

    // What was stored; blocking, at the start. Throws std::runtime_error when it cannot be read.
    void load();
    // Asks for a first code by itself, and again after a deactivation, until cancelled.
    awaitable<void> run();
    awaitable<void> stop();

    const View& view() const { return view_; }
    const std::optional<Credentials>& credentials() const { return credentials_; }
    const Identity& identity() const { return *identity_; }

    // A fresh code. Errors: conflict (activated already), offline, timeout, rate_limited, rejected, storage.
    awaitable<Result<>> request_code();
    // Forgets the token, keeps the key. Errors: storage.
    awaitable<Result<>> deactivate();
    // The Cloud has revoked the token: the same, with the reason shown.
    awaitable<void> revoked(std::string detail);

    Signal<>& changed() { return changed_; }

private:
    awaitable<Result<>> keep_identity();
    awaitable<Result<DeviceCode>> ask();
    awaitable<void> poll(std::string device_code, std::chrono::seconds interval,
                         std::chrono::seconds lifetime);
    awaitable<Answer> poll_once(std::string device_code);
    awaitable<Result<>> accept(std::string body);
    void show(View view);
    void on_settings();

    Supervisor supervisor_;
    storage::Store& store_;
    settings::CurrentSettings& settings_;
    std::optional<Identity> identity_;
    bool identity_kept_ = false;
    bool complained_ = false;  // that there is no code; once is enough
    std::optional<Credentials> credentials_;
    View view_;
    Task polling_;
    std::string asked_url_;    // whose code is shown
    asio::steady_timer news_;  // expires never: cancelled when the state changes
    Signal<> changed_;
    Subscription settings_changed_;
};

}  // namespace gantry::fuse::activation
