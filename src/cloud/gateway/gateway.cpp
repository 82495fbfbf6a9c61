#include "cloud/gateway/gateway.hpp"

#include <algorithm>

#include <boost/asio/redirect_error.hpp>
#include <boost/describe/enum_from_string.hpp>

#include "base/log.hpp"
#include "base/random.hpp"
#include "base/within.hpp"
#include "cloud/web/signature.hpp"

namespace gantry::cloud::gateway {
namespace {

constexpr auto log_area = "cloud.gateway";
constexpr std::uint16_t goodbye_code = 4000;
constexpr auto revoked_text = "this Fuse was removed from its store";
constexpr std::size_t max_text_bytes = 100;
constexpr int oldest_version = 1;

// A Fuse's word for why; one that we do not know is a plain refusal.
Error to_error(const farm::Problem& problem) {
    Errc code = Errc::rejected;
    boost::describe::enum_from_string(problem.code.c_str(), code);
    return {code, problem.detail};
}

std::string shortened(std::string text) {
    if (text.size() > max_text_bytes) text.resize(max_text_bytes);
    return text;
}

awaitable<Result<Message>> read_message(net::websocket::Connection& connection) {
    const auto text = co_await connection.read();
    if (!text) co_return fail(Errc::offline, "the Fuse has closed the connection");
    co_return farm::gateway::parse(*text);
}

// A Fuse answers with a version that both speak, or with one of its own when there is none.
Result<> check_version(int spoken) {
    constexpr auto newest = farm::gateway::protocol_version;
    if (spoken >= oldest_version && spoken <= newest) return {};
    return fail(
        Errc::unsupported,
        fmt::format("no common version of the gateway protocol: this Cloud speaks {} to {}, the Fuse {}; "
                    "update the {}",
                    oldest_version, newest, spoken, spoken > newest ? "Cloud" : "Fuse"));
}

// How far the messages of one connection are ahead of what it may say; it is read again when that is no more.
class Allowance {
public:
    explicit Allowance(double per_second) : per_second_(per_second) {}

    std::chrono::milliseconds after_one() {
        const auto now = std::chrono::steady_clock::now();
        const std::chrono::duration<double> passed = now - at_;
        at_ = now;
        ahead_ = std::max(0.0, ahead_ - passed.count() * per_second_) + 1;
        const auto excess = ahead_ - per_second_;  // a second's worth may come at once
        return std::chrono::milliseconds(excess > 0 ? static_cast<int>(excess / per_second_ * 1000) + 10 : 0);
    }

private:
    double per_second_;
    double ahead_ = 0;
    std::chrono::steady_clock::time_point at_ = std::chrono::steady_clock::now();
};

}  // namespace

struct Gateway::Link {
    fuses::Device device;
    std::unique_ptr<net::websocket::Connection> connection;
    std::string host_name;
    std::string software;
};

struct Gateway::Pending {
    explicit Pending(const Executor& executor) : answered(executor) {}
    FuseId fuse;
    asio::steady_timer answered;  // expires as the limit, cancelled by the answer
    std::optional<Result<>> outcome;
};

struct Gateway::PendingHistory {
    explicit PendingHistory(const Executor& executor) : answered(executor) {}
    FuseId fuse;
    asio::steady_timer answered;  // as above
    std::optional<Result<farm::TemperatureColumns>> outcome;
};

Gateway::Gateway(Executor executor, storage::Database& database, printers::Fleet& fleet, Limits limits)
    : executor_(executor), trimmer_(executor), fleet_(fleet), limits_(limits), notes_(executor, database) {}

Gateway::~Gateway() = default;

awaitable<void> Gateway::serve(fuses::Device device, std::unique_ptr<net::websocket::Connection> connection) {
    const auto hello = co_await within(limits_.hello, greet(device, *connection));
    if (!hello) {
        log::warning(log_area, "Fuse {} refused: {}", device.id.text(), hello.error().detail);
        goodbye(*connection, std::string(name_of(hello.error().code)), hello.error().detail);
        co_return;
    }
    if (revoked_.contains(device.id)) co_return goodbye(*connection, "forbidden", revoked_text);
    auto link = std::make_shared<Link>(device, std::move(connection), shortened(hello->host_name),
                                       shortened(hello->software));
    if (const auto former = links_.find(device.id); former != links_.end()) {
        goodbye(*former->second->connection, "conflict", "a newer connection of this Fuse has taken over");
        end_what_was_asked(device.id);
    }
    links_[device.id] = link;
    notes_.seen(device.id, link->host_name, link->software);
    log::info(log_area, "Fuse {} ({}) is connected", device.id.text(), link->host_name);
    const farm::gateway::Welcome welcome{device.id.text(), device.store_name};
    say(*link->connection, welcome);
    std::exception_ptr failure;
    try {
        co_await listen(link);
    } catch (...) {
        failure = std::current_exception();
    }
    log::info(log_area, "Fuse {} is gone: {}", device.id.text(), describe(failure));
    disconnected(link);
    if (failure) std::rethrow_exception(failure);
}

awaitable<Result<farm::gateway::Hello>> Gateway::greet(const fuses::Device& device,
                                                       net::websocket::Connection& connection) {
    const farm::gateway::Challenge challenge{.nonce = to_base64url(random_bytes(32))};
    say(connection, challenge);
    const auto message = co_await read_message(connection);
    if (!message) co_return std::unexpected(message.error());
    const auto* hello = std::get_if<farm::gateway::Hello>(&*message);
    if (hello == nullptr) co_return fail(Errc::malformed, "the first message must be hello");
    if (!web::verify_signature(device.public_key, "gantry-gateway:" + challenge.nonce, hello->signature))
        co_return fail(Errc::unauthorized, "the signature is not by this Fuse's key");
    if (auto common = check_version(hello->version); !common) co_return std::unexpected(common.error());
    co_return *hello;
}

awaitable<void> Gateway::listen(std::shared_ptr<Link> link) {
    Allowance allowance(limits_.messages_per_second);
    for (;;) {
        auto message = co_await read_message(*link->connection);
        // Replaced by a newer connection: what is still under way no longer counts.
        if (const auto current = links_.find(link->device.id);
            current == links_.end() || current->second != link)
            co_return;
        if (!message && message.error().code == Errc::offline) co_return;
        if (!message) {
            goodbye(*link->connection, std::string(name_of(message.error().code)), message.error().detail);
            co_return;
        }
        ++counts_.received;
        handle(link, *std::move(message));
        if (const auto pause = allowance.after_one(); pause.count() > 0) co_await sleep_for(pause);
    }
}

void Gateway::handle(const std::shared_ptr<Link>& link, Message message) {
    namespace wire = farm::gateway;
    const auto& fuse = link->device.id;
    if (auto* printers = std::get_if<wire::Printers>(&message)) {
        replace_printers(link, std::move(*printers));
    } else if (const auto* change = std::get_if<wire::StateChange>(&message)) {
        if (const auto applied = fleet_.apply(fuse, change->printer, change->changes); !applied)
            log::warning(log_area, "Fuse {}: {}", fuse.text(), applied.error().detail);
    } else if (const auto* reply = std::get_if<wire::Reply>(&message)) {
        const auto found = pending_.find(reply->id);
        if (found == pending_.end() || found->second->fuse != fuse) return;
        found->second->outcome =
            reply->problem ? Result<>(std::unexpected(to_error(*reply->problem))) : Result<>{};
        found->second->answered.cancel();
    } else if (watcher_ != nullptr) {
        if (const auto* answer = std::get_if<wire::LiveAnswer>(&message)) watcher_->fuse_says(fuse, *answer);
        if (const auto* candidate = std::get_if<wire::LiveCandidate>(&message))
            watcher_->fuse_says(fuse, *candidate);
        if (const auto* quality = std::get_if<wire::LiveQuality>(&message))
            watcher_->fuse_says(fuse, *quality);
        if (const auto* end = std::get_if<wire::LiveEnd>(&message)) watcher_->fuse_says(fuse, *end);
    }
    if (auto* history = std::get_if<wire::History>(&message)) handle_history(fuse, std::move(*history));
    if (const auto* report = std::get_if<wire::CheckReport>(&message); report && check_watcher_ != nullptr)
        check_watcher_->fuse_says(fuse, *report);
    if (pictures_ != nullptr) handle_picture(link, message);
}

void Gateway::handle_history(const FuseId& fuse, farm::gateway::History history) {
    const auto found = histories_.find(history.id);
    if (found == histories_.end() || found->second->fuse != fuse) return;
    if (history.problem)
        found->second->outcome = std::unexpected(to_error(*history.problem));
    else if (!farm::fits_an_hour(history.columns))
        found->second->outcome = fail(Errc::too_large, "the Fuse answered with more than an hour has");
    else
        found->second->outcome = std::move(history.columns);
    found->second->answered.cancel();
}

void Gateway::handle_picture(const std::shared_ptr<Link>& link, const Message& message) {
    namespace wire = farm::gateway;
    const auto& fuse = link->device.id;
    if (const auto* request = std::get_if<wire::UploadRequest>(&message))
        say(*link->connection, pictures_->grant(link->device, *request));
    if (const auto* snapshot = std::get_if<wire::Snapshot>(&message)) pictures_->fuse_says(fuse, *snapshot);
    if (const auto* settings = std::get_if<wire::CameraSettings>(&message))
        pictures_->fuse_says(fuse, *settings);
}

void Gateway::replace_printers(const std::shared_ptr<Link>& link, farm::gateway::Printers printers) {
    const auto& device = link->device;
    auto replaced = fleet_.replace(device.store, device.id, std::move(printers.printers));
    farm::gateway::AllowedPrinters allowed;
    for (const auto& printer : replaced.printers)
        allowed.printers.push_back(printer.id);
    say(*link->connection, allowed);
    if (replaced.described_anew) notes_.printers(device.id, std::move(replaced.printers));
    trimmer_.soon();
}

void Gateway::say(net::websocket::Connection& connection, const Message& message) {
    ++counts_.sent;
    connection.send(farm::gateway::format(message));
}

void Gateway::goodbye(net::websocket::Connection& connection, std::string code, std::string detail) {
    const farm::gateway::Goodbye goodbye{std::move(code), std::move(detail)};
    say(connection, goodbye);
    connection.close(goodbye_code, goodbye.code);
}

void Gateway::disconnected(const std::shared_ptr<Link>& link) {
    trimmer_.soon();
    const auto fuse = link->device.id;
    const auto current = links_.find(fuse);
    if (current == links_.end() || current->second != link) return;
    links_.erase(current);
    fleet_.fuse_offline(fuse);
    end_what_was_asked(fuse);
    notes_.seen(fuse, link->host_name, link->software);
}

void Gateway::end_what_was_asked(const FuseId& fuse) {
    for (const auto& [id, pending] : pending_) {
        if (pending->fuse != fuse) continue;
        pending->outcome = fail(Errc::offline, "Fuse offline");
        pending->answered.cancel();
    }
    for (const auto& [id, pending] : histories_) {
        if (pending->fuse != fuse) continue;
        pending->outcome = fail(Errc::offline, "Fuse offline");
        pending->answered.cancel();
    }
    if (watcher_ != nullptr) watcher_->fuse_gone(fuse);
    if (check_watcher_ != nullptr) check_watcher_->fuse_gone(fuse);
}

Result<> Gateway::send(const FuseId& fuse, const Message& message) {
    const auto found = links_.find(fuse);
    if (found == links_.end()) return fail(Errc::offline, "Fuse offline");
    say(*found->second->connection, message);
    return {};
}

awaitable<Result<>> Gateway::command(FuseId fuse, farm::PrinterId printer, farm::Command command) {
    const std::string action = boost::describe::enum_to_string(command.action, "");
    const farm::gateway::Command message{random_id(), std::move(printer), action, command.value};
    if (auto sent = send(fuse, message); !sent) co_return sent;
    const auto pending = std::make_shared<Pending>(executor_);
    pending->fuse = fuse;
    pending->answered.expires_after(farm::is_slow(command.action) ? limits_.slow_reply : limits_.reply);
    pending_[message.id] = pending;
    ErrorCode ignored;
    co_await pending->answered.async_wait(asio::redirect_error(use_awaitable, ignored));
    pending_.erase(message.id);
    co_return pending->outcome.value_or(fail(Errc::timeout, "the Fuse did not answer in time"));
}

awaitable<Result<farm::TemperatureColumns>> Gateway::history(FuseId fuse, farm::PrinterId printer) {
    const auto asked =
        std::ranges::count_if(histories_, [&](const auto& one) { return one.second->fuse == fuse; });
    if (static_cast<std::size_t>(asked) >= limits_.histories)
        co_return fail(Errc::busy, "the Fuse is being asked for much at once; try again in a moment");
    const farm::gateway::HistoryRequest request{random_id(), std::move(printer)};
    if (auto sent = send(fuse, request); !sent) co_return std::unexpected(sent.error());
    const auto pending = std::make_shared<PendingHistory>(executor_);
    pending->fuse = fuse;
    pending->answered.expires_after(limits_.reply);
    histories_[request.id] = pending;
    ErrorCode ignored;
    co_await pending->answered.async_wait(asio::redirect_error(use_awaitable, ignored));
    histories_.erase(request.id);
    co_return pending->outcome.value_or(fail(Errc::timeout, "the Fuse did not answer in time"));
}

void Gateway::cut(const FuseId& fuse) {
    revoked_.insert(fuse);
    if (const auto found = links_.find(fuse); found != links_.end()) {
        const auto link = found->second;
        goodbye(*link->connection, "forbidden", revoked_text);
        disconnected(link);
    }
    notes_.forget(fuse);
    fleet_.remove_fuse(fuse);
}

void add_routes(net::http::Router& router, Gateway& gateway) {
    router.add({.pattern = "/gateway",
                .permission = "device",
                .socket = [&gateway](net::http::Request request,
                                     std::unique_ptr<net::websocket::Connection> connection) {
                    auto device = std::any_cast<fuses::Device>(std::move(request.principal));
                    return gateway.serve(std::move(device), std::move(connection));
                }});
}

}  // namespace gantry::cloud::gateway
