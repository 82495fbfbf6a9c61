#include "cloud/activation/activation.hpp"

#include "base/bytes.hpp"
#include "base/log.hpp"
#include "base/random.hpp"
#include "base/typed_code.hpp"
#include "cloud/web/signature.hpp"

namespace gantry::cloud::activation {
namespace {

constexpr auto log_area = "cloud.activation";
constexpr std::size_t max_name_bytes = 100;

std::unexpected<NotGranted> not_granted(std::string_view error, Errc code, std::string detail) {
    return std::unexpected(NotGranted{error, {code, std::move(detail)}});
}

}  // namespace

Activation::Activation(fuses::Repository& fuses, gateway::Gateway& gateway, audit::Log& audit,
                       std::string public_url, std::function<Time()> now)
    : fuses_(fuses),
      gateway_(gateway),
      audit_(audit),
      public_url_(std::move(public_url)),
      now_(std::move(now)),
      codes_by_address_(20, 10s),
      tries_by_asker_(10, 6s),
      tries_by_code_(10, 6s) {}

Result<Code> Activation::request_code(Machine machine) {
    if (machine.host_name.empty() || machine.host_name.size() > max_name_bytes ||
        machine.software.size() > max_name_bytes)
        return fail(Errc::malformed, "host_name, software: 1 to 100 characters");
    if (!web::is_public_key(machine.public_key))
        return fail(Errc::malformed, "public_key: not an Ed25519 key in base64url");
    if (!codes_by_address_.allow(address_key(machine.address), std::chrono::steady_clock::now()))
        return fail(Errc::rate_limited, "too many codes requested from this address; try again in a minute");
    return codes_.issue(std::move(machine), now_());
}

Result<Code> Activation::look_up(const std::string& typed, const std::string& asker) {
    const auto now = std::chrono::steady_clock::now();
    const auto code = normalized_code(typed);
    if (!tries_by_asker_.allow(asker, now) || (!code.empty() && !tries_by_code_.allow(code, now)))
        return fail(Errc::rate_limited, "too many tries; wait a minute");
    return codes_.find(code, now_());
}

awaitable<Result<>> Activation::confirm(std::string typed, accounts::Person person) {
    const auto& member = person.member;
    const auto code = look_up(typed, member.id.text());
    if (!code) co_return std::unexpected(code.error());
    audit::Entry entry{member.store,
                       accounts::actor_of(person),
                       "fuse.activated",
                       code->machine.host_name,
                       {{"address", code->machine.address}}};
    if (auto noted = co_await audit_.note(std::move(entry)); !noted) co_return noted;
    // Somebody else may have been faster meanwhile.
    if (const auto still = codes_.find(code->user_code, now_()); !still)
        co_return std::unexpected(still.error());
    codes_.approve(code->user_code, member.store, member.store_name);
    log::info(log_area, "{} let \"{}\" ({}) join", member.email, code->machine.host_name,
              code->machine.address);
    co_return Result<>{};
}

awaitable<Result<FuseId>> Activation::join(Code code) {
    if (!code.fuse.empty()) co_return code.fuse;  // asked again after a lost answer
    fuses::NewFuse fuse{code.store, code.machine.host_name, code.machine.software, code.machine.public_key};
    const auto enrolled = co_await fuses_.enrol(std::move(fuse), now_());
    if (!enrolled) co_return std::unexpected(enrolled.error());
    codes_.joined(code.device_code, enrolled->id);
    if (const auto& departure = enrolled->departure) {
        gateway_.cut(departure->fuse);
        const audit::Actor itself{.address = code.machine.address};
        const auto noted = co_await audit_.note({departure->store, itself, "fuse.left", departure->name});
        if (!noted) log::warning(log_area, "{} has left a store: {}", departure->name, noted.error().detail);
    }
    co_return enrolled->id;
}

awaitable<std::expected<Granted, NotGranted>> Activation::request_token(std::string device_code,
                                                                        std::string signature) {
    const auto code = codes_.of_device(device_code);
    if (!code) co_return not_granted("expired_token", Errc::expired, "this code is unknown or long expired");
    if (!web::verify_signature(code->machine.public_key, "gantry-device:" + device_code, signature))
        co_return not_granted("access_denied", Errc::forbidden, "the signature is not by this code's key");
    switch (codes_.poll(device_code, now_()).value_or(Poll::expired)) {
        case Poll::pending:
            co_return not_granted("authorization_pending", Errc::busy, "nobody has confirmed the code yet");
        case Poll::slow_down:
            co_return not_granted("slow_down", Errc::rate_limited, "ask less often");
        case Poll::expired:
            co_return not_granted("expired_token", Errc::expired, "this code has expired");
        case Poll::approved:
            break;
    }
    const auto approved = codes_.of_device(device_code);  // meanwhile
    const auto fuse = co_await join(*approved);
    if (!fuse) co_return not_granted("access_denied", fuse.error().code, fuse.error().detail);
    // Asked again after a lost answer, it gets another token; the one before is void.
    Granted granted{Secret(to_base64url(random_bytes(32))), *fuse, approved->store_name};
    const auto hash = fuses::hash_of(granted.access_token);
    const auto stored = co_await fuses_.set_token(*fuse, hash);
    if (!stored) co_return not_granted("access_denied", stored.error().code, stored.error().detail);
    co_return granted;
}

}  // namespace gantry::cloud::activation
