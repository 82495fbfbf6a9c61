#include "rtc/ice/resolver.hpp"

#include <netdb.h>
#include <sys/socket.h>

#include <boost/asio/ip/address.hpp>
#include <condition_variable>
#include <deque>
#include <set>

#include "base/log.hpp"

namespace gantry::rtc::ice {
namespace {

constexpr auto kept_for = std::chrono::seconds(60);
constexpr std::size_t max_known = 256;
constexpr std::size_t max_waiting = 256;

bool is_numeric(const std::string& host) {
    boost::system::error_code error;
    boost::asio::ip::make_address(host, error);
    return !error;
}

std::optional<std::string> find_address(const std::string& host) {
    addrinfo hints{};
    hints.ai_socktype = SOCK_DGRAM;
    hints.ai_flags = AI_ADDRCONFIG;
    addrinfo* found = nullptr;
    if (getaddrinfo(host.c_str(), nullptr, &hints, &found) != 0) return std::nullopt;
    const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> owner(found, freeaddrinfo);
    std::array<char, NI_MAXHOST> text{};
    if (getnameinfo(found->ai_addr, found->ai_addrlen, text.data(), text.size(), nullptr, 0,
                    NI_NUMERICHOST) != 0) {
        return std::nullopt;
    }
    return std::string(text.data());
}

}  // namespace

// What the thread and the resolver share; `answer` is empty once the resolver has gone.
struct Resolver::Shared {
    std::mutex mutex;
    std::condition_variable changed;
    std::deque<std::string> hosts;
    std::function<void(std::string host, std::optional<std::string>)> answer;
    bool stopped = false;

    static void run(const std::shared_ptr<Shared>& shared) {
        std::unique_lock lock(shared->mutex);
        for (;;) {
            shared->changed.wait(lock, [&] { return shared->stopped || !shared->hosts.empty(); });
            if (shared->stopped) return;
            const auto host = std::move(shared->hosts.front());
            shared->hosts.pop_front();
            lock.unlock();
            auto address = find_address(host);
            lock.lock();
            if (shared->answer) shared->answer(host, std::move(address));
        }
    }
};

struct Resolver::Request {
    std::vector<std::string> hosts;
    std::set<std::string> missing;
    Done done;
    Timer limit;
};

Resolver::Resolver(Loop& loop) : loop_(loop), shared_(std::make_shared<Shared>()) {
    shared_->answer = [this, &to = loop_, alive = std::weak_ptr(alive_)](std::string host,
                                                                         std::optional<std::string> address) {
        to.post([this, alive, host = std::move(host), address = std::move(address)] {
            if (!alive.expired()) on_answer(host, address);
        });
    };
}

Resolver::~Resolver() {
    const std::lock_guard lock(shared_->mutex);
    shared_->stopped = true;
    shared_->answer = nullptr;
    shared_->changed.notify_all();
}

std::optional<std::string> Resolver::look_up(const std::string& host) const {
    if (is_numeric(host)) return host;
    const auto found = known_.find(host);
    if (found == known_.end() || found->second.until < std::chrono::steady_clock::now()) return std::nullopt;
    return found->second.address;
}

void Resolver::resolve(std::vector<std::string> hosts, std::chrono::milliseconds limit, Done done) {
    auto request = std::make_unique<Request>();
    for (const auto& host : hosts) {
        if (!look_up(host)) request->missing.insert(host);
    }
    const auto id = next_request_++;
    request->hosts = std::move(hosts);
    request->done = std::move(done);
    const auto missing = request->missing;
    if (!missing.empty()) {
        request->limit = Timer(loop_, limit, Timer::Repeat::once, [this, id] { finish(id); });
    }
    requests_.emplace(id, std::move(request));
    if (missing.empty()) return finish(id);
    for (const auto& host : missing)
        ask(host);
}

void Resolver::ask(const std::string& host) {
    const std::lock_guard lock(shared_->mutex);
    auto& hosts = shared_->hosts;
    if (hosts.size() >= max_waiting || std::ranges::find(hosts, host) != hosts.end()) return;
    hosts.push_back(host);
    shared_->changed.notify_one();
    if (std::exchange(started_, true)) return;
    // Let go, not joined: nothing may wait for a name server at shutdown.
    std::thread([shared = shared_] { Shared::run(shared); }).detach();
}

void Resolver::on_answer(const std::string& host, std::optional<std::string> address) {
    if (address) {
        if (known_.size() >= max_known) known_.clear();
        known_[host] = {.address = std::move(*address), .until = std::chrono::steady_clock::now() + kept_for};
    } else {
        log::warning("rtc.ice", "no address found for {}", host);
    }
    std::vector<std::uint64_t> complete;
    for (auto& [id, request] : requests_) {
        if (request->missing.erase(host) > 0 && request->missing.empty()) complete.push_back(id);
    }
    for (const auto id : complete)
        finish(id);
}

void Resolver::finish(std::uint64_t id) {
    auto node = requests_.extract(id);
    if (node.empty()) return;
    const auto& request = *node.mapped();
    std::vector<std::optional<std::string>> addresses;
    addresses.reserve(request.hosts.size());
    for (const auto& host : request.hosts)
        addresses.push_back(look_up(host));
    request.done(std::move(addresses));
}

}  // namespace gantry::rtc::ice
