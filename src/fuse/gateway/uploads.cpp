#include "fuse/gateway/uploads.hpp"

#include <algorithm>
#include <tuple>

#include <boost/asio/redirect_error.hpp>
#include <boost/describe/enum_from_string.hpp>

#include "base/clock.hpp"
#include "base/random.hpp"
#include "net/http/client.hpp"

namespace gantry::fuse::gateway {
namespace {

using snapshots::Way;
constexpr auto answer_limit = 10s;
constexpr auto put_limit = 20s;
constexpr auto reach_limit = 8s;
constexpr auto spare_ms = 60'000;  // a grant this near its end is not begun with

Error to_error(const farm::Problem& problem) {
    Errc code = Errc::rejected;
    boost::describe::enum_from_string(problem.code.c_str(), code);
    return {code, problem.detail};
}

struct ProblemBody {
    std::string code;
    std::string detail;
};
BOOST_DESCRIBE_STRUCT(ProblemBody, (), (code, detail))

Error refusal(const net::http::Response& response) {
    if (const auto problem = parse_as<ProblemBody>(response.body); problem && !problem->detail.empty())
        return to_error({problem->code, problem->detail});
    return {Errc::rejected, fmt::format("the picture was refused with HTTP {}", response.status)};
}

}  // namespace

struct CloudUploads::Asked {
    explicit Asked(const Executor& executor) : answered(executor) {}
    asio::steady_timer answered;  // expires as the limit, cancelled by the answer
    std::optional<Grant> grant;
};

CloudUploads::CloudUploads(Executor executor, Gateway& gateway)
    : executor_(std::move(executor)),
      gateway_(gateway),
      granted_(gateway.granted().subscribe([this](const Grant& grant) { take(grant); })),
      link_(gateway.changed().subscribe([this] { follow_link(); })) {}

void CloudUploads::follow_link() {
    const bool connected = gateway_.link().state == CloudState::connected;
    if (!std::exchange(connected_, connected) && connected) grants_.clear();
}

Way CloudUploads::way() const {
    switch (gateway_.link().state) {
        case CloudState::not_activated:
        case CloudState::disabled:
        case CloudState::refused:
            return Way::none;
        case CloudState::connecting:
        case CloudState::offline:
            return Way::away;
        case CloudState::connected:
            return Way::open;
    }
    return Way::none;
}

void CloudUploads::tell_problem(const farm::PrinterId& printer, const farm::Problem& problem) {
    std::ignore = gateway_.send(farm::gateway::Snapshot{.printer = printer, .problem = problem});
}

awaitable<Result<>> CloudUploads::upload(farm::PrinterId printer, media::jpeg::ImagePtr picture) {
    auto grant = co_await grant_for(printer);
    if (!grant) co_return std::unexpected(grant.error());
    auto put_there = co_await put(*grant, picture);
    if (!put_there && put_there.error().code == Errc::forbidden) {
        // Ended early: the Cloud's key may have changed. Once more with a fresh one.
        grants_.erase(printer);
        grant = co_await grant_for(printer);
        if (!grant) co_return std::unexpected(grant.error());
        put_there = co_await put(*grant, picture);
    }
    if (!put_there) co_return put_there;
    const auto taken_at =
        std::chrono::duration_cast<std::chrono::milliseconds>(picture->taken_at.time_since_epoch());
    co_return gateway_.send(farm::gateway::Snapshot{.printer = printer, .taken_at = taken_at.count()});
}

// The Cloud says whether it can store; of other storage that anything answers is what can be known.
awaitable<Result<>> CloudUploads::reach() {
    const auto elsewhere =
        std::ranges::find_if(grants_, [](const auto& grant) { return !grant.second.url.starts_with('/'); });
    const bool is_own = elsewhere == grants_.end();
    net::http::ClientRequest request{.url = is_own ? gateway_.link().url + "/readyz" : elsewhere->second.url,
                                     .limit = reach_limit};
    const auto answer = co_await net::http::fetch(std::move(request));
    if (!answer) co_return std::unexpected(answer.error());
    if (!is_own || answer->status / 100 != 5) co_return Result<>{};
    co_return std::unexpected(Error{Errc::storage, refusal(*answer).detail});
}

awaitable<Result<CloudUploads::Grant>> CloudUploads::grant_for(farm::PrinterId printer) {
    if (const auto known = grants_.find(printer); known != grants_.end()) {
        if (known->second.expires_at - spare_ms > unix_ms_now()) co_return known->second;
        grants_.erase(known);
    }
    auto grant = co_await ask(printer);
    if (grant) grants_[printer] = *grant;
    co_return grant;
}

awaitable<Result<CloudUploads::Grant>> CloudUploads::ask(farm::PrinterId printer) {
    const farm::gateway::UploadRequest request{random_id(), printer};
    if (auto sent = gateway_.send(request); !sent) co_return std::unexpected(sent.error());
    const auto asked = std::make_shared<Asked>(executor_);
    asked_[request.id] = asked;
    const std::shared_ptr<void> at_the_end(nullptr, [this, id = request.id](void*) { asked_.erase(id); });
    asked->answered.expires_after(answer_limit);
    ErrorCode woken;
    co_await asked->answered.async_wait(asio::redirect_error(use_awaitable, woken));
    // Ended without an answer: Fuse stops, and the Cloud failed at nothing.
    if (!asked->grant && woken) throw SystemError(woken);
    if (!asked->grant) co_return fail(Errc::timeout, "the Cloud did not say where the picture goes");
    if (asked->grant->problem) co_return std::unexpected(to_error(*asked->grant->problem));
    co_return *asked->grant;
}

void CloudUploads::take(const Grant& grant) {
    const auto found = asked_.find(grant.id);
    if (found == asked_.end()) return;
    found->second->grant = grant;
    found->second->answered.cancel();
}

awaitable<Result<>> CloudUploads::put(Grant grant, media::jpeg::ImagePtr picture) {
    net::http::ClientRequest request{.method = net::http::Method::put, .url = grant.url, .limit = put_limit};
    // The address is the grant: no token goes along.
    if (request.url.starts_with('/')) request.url = gateway_.link().url + request.url;
    request.headers["content-type"] = "image/jpeg";
    request.body = as_text(picture->data);
    const auto response = co_await net::http::fetch(std::move(request));
    if (!response) co_return std::unexpected(response.error());
    if (response->status / 100 == 2) co_return Result<>{};
    if (response->status == 401 || response->status == 403)
        co_return fail(Errc::forbidden, "the Cloud refuses the picture");
    co_return std::unexpected(refusal(*response));
}

}  // namespace gantry::fuse::gateway
