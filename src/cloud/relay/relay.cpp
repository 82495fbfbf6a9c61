#include "cloud/relay/relay.hpp"

#include <poll.h>
#include <pwd.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/udp.hpp>
#include <cstdlib>
#include <fstream>

#include "base/child_process.hpp"
#include "base/log.hpp"
#include "base/private_file.hpp"
#include "base/random.hpp"
#include "base/within.hpp"
#include "net/http/url.hpp"
#include "net/interfaces.hpp"
#include "net/tcp/listening.hpp"

namespace gantry::cloud::relay {
namespace {

constexpr auto turnserver = "/usr/bin/turnserver";
constexpr auto unprivileged = "turnserver";  // the user that Debian's package makes
constexpr auto folder_prefix = "gantry-relay-";
constexpr Backoff restart{.first = 200ms, .longest = 10s, .healthy_after = 30s};
constexpr auto alphabet = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

// Who it becomes when we are root, so that what strangers send is read by nobody important; empty: stays us.
std::string user_to_become() {
    return geteuid() == 0 && getpwnam(unprivileged) != nullptr ? unprivileged : "";
}

template <class Protocol>
bool is_free(const std::string& address, std::uint16_t port) {
    asio::io_context loop;
    typename Protocol::socket socket(loop);
    const typename Protocol::endpoint wanted(asio::ip::make_address(address), port);
    ErrorCode error;
    socket.open(wanted.protocol(), error);
    if (!error) socket.set_option(asio::socket_base::reuse_address(true), error);
    if (!error) socket.bind(wanted, error);
    return !error;
}

// coturn writes a line for each refused stranger: what is older than this is let go.
void trim(const std::filesystem::path& file) {
    constexpr std::uintmax_t limit = 4 * 1024 * 1024;
    std::error_code error;
    const auto size = std::filesystem::file_size(file, error);
    if (!error && size > limit) std::filesystem::resize_file(file, 0, error);
}

bool can_be_read(const std::string& file) {
    return std::ifstream(file).good();
}

}  // namespace

Relay::Relay(Executor executor, Options options, const std::filesystem::path& folder)
    : options_(std::move(options)),
      log_file_(folder / "relay.log"),
      pid_file_(folder / "relay.pid"),
      secret_(random_text(alphabet, 40)),
      supervisor_(executor, "cloud.relay") {}

Relay::~Relay() {
    task_.cancel();
    std::error_code ignored;
    if (!folder_.empty()) std::filesystem::remove_all(folder_, ignored);
}

void Relay::offer(live::IceOptions& options, const std::string& public_url) const {
    if (!options_.enabled) return;
    const auto cloud = net::http::parse_url(public_url);
    const auto offered = urls(options_, cloud ? cloud->host : public_url);
    options.stun.push_back(offered.stun);
    options.turn.insert(options.turn.end(), offered.turn.begin(), offered.turn.end());
    options.turn_secret = secret_;
}

awaitable<Result<>> Relay::start() {
    if (!options_.enabled) co_return Result<>{};
    if (auto good = check(options_); !good) co_return good;
    if (access(turnserver, X_OK) != 0)
        co_return fail(
            Errc::not_found,
            "coturn is not installed: install the package coturn, or start without --relay and name "
            "another TURN server with --turn");
    for (const auto& file : {options_.certificate, options_.key})
        if (!file.empty() && !can_be_read(file)) co_return fail(Errc::not_found, file + " cannot be read");
    end_what_was_left();
    const auto addresses =
        addresses_of(options_, net::interfaces(), net::ipv6_addresses(), net::outward_address());
    if (!addresses) co_return std::unexpected(addresses.error());
    if (auto free = check_ports(addresses->relayed); !free) co_return free;
    if (auto made = make_folder(); !made) co_return made;
    const auto file = folder_ / "turnserver.conf";
    try {
        write_private_file(file, configuration(options_, secret_, *addresses, folder_.string(),
                                               user_to_become(), pid_file_.string()));
    } catch (const std::exception& e) {
        co_return fail(Errc::storage, e.what());
    }
    const Program program{.path = turnserver,
                          .arguments = {"-c", file.string()},
                          .environment = {},
                          .log_file = log_file_.string()};
    supervisor_.run("log", [file = log_file_]() -> awaitable<void> {
        for (;;) {
            trim(file);
            co_await sleep_for(1h);
        }
    });
    task_ = supervisor_.keep_running("coturn", [program] { return run_forever(program); }, restart);
    co_return co_await wait_until_up(addresses->relayed);
}

awaitable<void> Relay::stop() {
    task_.cancel();
    co_await task_.join();
    co_await supervisor_.stop();
}

// A coturn that became another user lives on when we are killed: the kernel forgets then that it should not.
void Relay::end_what_was_left() const {
    int process = 0;
    if (!(std::ifstream(pid_file_) >> process) || process <= 1) return;
    std::ifstream file(fmt::format("/proc/{}/cmdline", process));
    const std::string command{std::istreambuf_iterator<char>(file), {}};
    const auto at = command.find((std::filesystem::temp_directory_path() / folder_prefix).string());
    if (!command.starts_with(turnserver) || at == std::string::npos) return;
    const std::filesystem::path its_file(command.c_str() + at);
    log::info("cloud.relay", "ends the coturn that an earlier Cloud left behind");
    const int gone = static_cast<int>(syscall(SYS_pidfd_open, process, 0));
    kill(process, SIGKILL);
    pollfd wait{.fd = gone, .events = POLLIN, .revents = 0};
    if (gone >= 0) poll(&wait, 1, 1000);  // at the start, and over at once: nobody is served yet
    if (gone >= 0) close(gone);
    std::error_code ignored;
    std::filesystem::remove_all(its_file.parent_path(), ignored);
}

Result<> Relay::make_folder() {
    auto name = (std::filesystem::temp_directory_path() / (std::string(folder_prefix) + "XXXXXX")).string();
    if (mkdtemp(name.data()) == nullptr) return fail(Errc::storage, name + ": cannot be made");
    folder_ = name;
    const auto user = user_to_become();
    if (user.empty()) return {};
    const auto* entry = getpwnam(user.c_str());
    if (entry == nullptr || chown(name.c_str(), entry->pw_uid, entry->pw_gid) != 0)
        return fail(Errc::storage, name + ": cannot be given to the user " + user);
    return {};
}

Result<> Relay::check_ports(const std::vector<std::string>& relayed) const {
    std::vector<std::uint16_t> ports{options_.port};
    if (options_.has_tls()) ports.push_back(options_.tls_port);
    for (const auto& address : relayed)
        for (const auto port : ports)
            if (!is_free<asio::ip::udp>(address, port) || !is_free<asio::ip::tcp>(address, port))
                return fail(
                    Errc::busy,
                    fmt::format("{}:{} is not free: another TURN server may be running (Debian's own: "
                                "systemctl disable --now coturn); or choose another --relay-port",
                                address, port));
    return {};
}

awaitable<Result<>> Relay::wait_until_up(std::vector<std::string> relayed) {
    for (const auto& address : relayed) {
        auto up = co_await net::tcp::wait_until_listening(address, options_.port);
        if (!up) {
            task_.cancel();
            co_return fail(Errc::timeout, "coturn does not come up: see " + log_file_.string());
        }
    }
    log::info("cloud.relay", "TURN on port {}{}", options_.port,
              options_.has_tls() ? fmt::format(", with TLS on {}", options_.tls_port) : "");
    co_return Result<>{};
}

}  // namespace gantry::cloud::relay
