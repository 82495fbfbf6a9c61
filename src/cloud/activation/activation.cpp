#include "cloud/activation/activation.hpp"

#include "base/bytes.hpp"
#include "base/log.hpp"
#include "base/random.hpp"
#include "base/typed_code.hpp"
#include "cloud/accounts/people.hpp"
#include "cloud/web/signature.hpp"

namespace gantry::cloud::activation {
namespace {

namespace people = accounts::people;

constexpr auto log_area = "cloud.activation";
constexpr std::size_t max_name_bytes = 100;

std::unexpected<NotGranted> not_granted(std::string_view error, Errc code, std::string detail) {
    return std::unexpected(NotGranted{error, {code, std::move(detail)}});
}

std::unexpected<Error> not_allowed() {
    return fail(Errc::forbidden, "you lack the permission fuse.manage");
}

}  // namespace

Activation::Activation(storage::Database& database, fuses::Repository& fuses, gateway::Gateway& gateway,
                       audit::Log& audit, std::string public_url, Limits limits, std::function<Time()> now)
    : database_(database),
      fuses_(fuses),
      gateway_(gateway),
      audit_(audit),
      public_url_(std::move(public_url)),
      now_(std::move(now)),
      codes_(limits.code_lifetime),
      codes_by_address_(20, 10s),
      tries_by_asker_(10, 6s),
      tries_by_person_(30, 6s),
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

Result<std::string> Activation::take_a_try(const std::string& typed, const Person& person) {
    const auto now = std::chrono::steady_clock::now();
    const auto asker = person.key.empty() ? person.member.id.text() : person.key.text();
    auto code = normalized_code(typed);
    if (!tries_by_asker_.allow(asker, now) || !tries_by_person_.allow(person.member.id.text(), now) ||
        (!code.empty() && !tries_by_code_.allow(code, now)))
        return fail(Errc::rate_limited, "too many tries; wait a minute");
    return code;
}

awaitable<Result<std::vector<Member>>> Activation::stores_of(Person person) {
    const auto may = [](const Member& member) {
        return farm::allows(member.grants, farm::permission::fuse_manage);
    };
    std::vector<Member> stores;
    if (may(person.member)) stores.push_back(person.member);
    if (person.key.empty()) {  // a key is of its one store
        auto work = [id = person.member.id](soci::session& sql) -> Result<std::vector<Member>> {
            return people::memberships_of(sql, id);
        };
        auto all = co_await database_.read(std::move(work));
        if (!all) co_return std::unexpected(all.error());
        std::ranges::copy_if(*all, std::back_inserter(stores), [&](const Member& member) {
            return member.store != person.member.store && may(member);
        });
    }
    if (stores.empty()) co_return not_allowed();
    co_return stores;
}

awaitable<Result<Asking>> Activation::look_up(std::string typed, Person person) {
    auto stores = co_await stores_of(person);
    if (!stores) co_return std::unexpected(stores.error());
    const auto tried = take_a_try(typed, person);
    if (!tried) co_return std::unexpected(tried.error());
    auto code = codes_.find(*tried, now_());
    if (!code) co_return std::unexpected(code.error());
    co_return Asking{*std::move(code), *std::move(stores)};
}

Result<Member> Activation::check(soci::session& sql, const Person& person, const StoreId& store) {
    if (!person.key.empty() && store != person.member.store) return fail(Errc::not_found, "no such store");
    auto member = people::find_member(sql, person.member.id, store);
    if (!member) return fail(Errc::not_found, "no such store");
    // A key opens no more than it was given.
    if (!member->grants.within) member->grants.within = person.member.grants.within;
    if (!farm::allows(member->grants, farm::permission::fuse_manage)) return not_allowed();
    return member;
}

awaitable<Result<>> Activation::confirm(std::string typed, Person person, StoreId store) {
    if (store.empty()) co_return fail(Errc::malformed, "store: say which store the Fuse joins");
    auto ask = [person, store](soci::session& sql) -> Result<Member> { return check(sql, person, store); };
    // First: who may not, learns nothing of codes.
    if (const auto may = co_await database_.read(std::move(ask)); !may)
        co_return std::unexpected(may.error());
    const auto tried = take_a_try(typed, person);
    if (!tried) co_return std::unexpected(tried.error());
    const auto code = codes_.take(*tried, now_());
    if (!code) co_return std::unexpected(code.error());
    auto work = [this, person, store, machine = code->machine](soci::session& sql) -> Result<Member> {
        auto member = check(sql, person, store);
        if (!member) return member;
        audit_.append(sql, {store,
                            accounts::actor_of(person),
                            "fuse.activated",
                            machine.host_name,
                            {{"address", machine.address}}});
        return member;
    };
    const auto member = co_await database_.run(std::move(work));
    if (!member) {
        codes_.put_back(*tried);
        co_return std::unexpected(member.error());
    }
    codes_.approve(*tried, store, member->store_name);
    log::info(log_area, "{} let \"{}\" ({}) join", person.member.email, code->machine.host_name,
              code->machine.address);
    co_return Result<>{};
}

awaitable<Result<>> Activation::refuse(std::string typed, Person person) {
    const auto stores = co_await stores_of(person);
    if (!stores) co_return std::unexpected(stores.error());
    const auto tried = take_a_try(typed, person);
    if (!tried) co_return std::unexpected(tried.error());
    const auto code = codes_.take(*tried, now_());
    if (!code) co_return std::unexpected(code.error());
    const auto& machine = code->machine;
    // In each store that it might have joined.
    auto work = [this, person, machine, stores = *stores](soci::session& sql) -> Result<> {
        for (const auto& member : stores)
            audit_.append(sql, {member.store,
                                accounts::actor_of(person),
                                "fuse.refused",
                                machine.host_name,
                                {{"address", machine.address}}});
        return {};
    };
    if (auto noted = co_await database_.run(std::move(work)); !noted) {
        codes_.put_back(*tried);
        co_return noted;
    }
    codes_.refuse(*tried);
    log::info(log_area, "{} refused \"{}\" ({})", person.member.email, machine.host_name, machine.address);
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
        case Poll::refused:
            co_return not_granted("access_denied", Errc::rejected,
                                  "a person said on the activation page that this machine is not theirs");
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
