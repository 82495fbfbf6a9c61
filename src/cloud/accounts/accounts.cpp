#include "cloud/accounts/accounts.hpp"

#include <boost/algorithm/string/case_conv.hpp>

#include "base/log.hpp"
#include "base/random.hpp"
#include "cloud/accounts/setup_link.hpp"

namespace gantry::cloud::accounts {
namespace {

constexpr auto log_area = "cloud.accounts";
constexpr std::size_t max_name_bytes = 100;
constexpr std::size_t max_email_bytes = 254;
constexpr std::size_t max_printers_in_scope = 1000;

Secret new_token() {
    return Secret(to_base64url(random_bytes(32)));
}

std::string hash_of(const Secret& token) {
    return to_hex(sha256(as_bytes(token.reveal())));
}

Result<> check_person(const std::string& name, const std::string& email, const Secret& password) {
    if (name.empty() || name.size() > max_name_bytes)
        return fail(Errc::malformed, "name: 1 to 100 characters");
    const auto at = email.find('@');
    if (at == email.npos || at == 0 || at + 1 == email.size() || email.size() > max_email_bytes)
        return fail(Errc::malformed, "email: not an e-mail address");
    return check_password(password);
}

Result<> check_change(const UserChange& change) {
    if (change.role && !farm::parse_role(*change.role)) return fail(Errc::malformed, "role: unknown");
    const auto overrides = change.overrides.value_or(std::map<std::string, bool>{});
    for (const auto& [name, granted] : overrides) {
        if (!farm::is_permission(name))
            return fail(Errc::malformed, "overrides: unknown permission \"" + name.substr(0, 40) + "\"");
    }
    if (change.scope && change.scope->printers.size() > max_printers_in_scope)
        return fail(Errc::too_large, "scope: too many printers; choose all of them");
    return {};
}

farm::Grants changed(farm::Grants grants, const UserChange& change) {
    if (change.role) grants.role = farm::parse_role(*change.role).value_or(grants.role);
    if (change.overrides) grants.overrides = *change.overrides;
    if (change.scope) grants.scope = scope_of(*change.scope);
    return grants;
}

}  // namespace

Accounts::Accounts(storage::Database& database, Options options)
    : options_(std::move(options)),
      repository_(database),
      passwords_(options_.hash_cost),
      by_address_(20, 3s),
      by_account_(10, 15s) {}

awaitable<Result<std::optional<std::string>>> Accounts::prepare() {
    const auto has_users = co_await repository_.has_users();
    if (!has_users) co_return std::unexpected(has_users.error());
    remove_setup_link(options_.data);
    if (*has_users) co_return std::nullopt;
    setup_token_ = new_token();
    auto link = options_.public_url + "/setup?token=" + setup_token_.reveal();
    if (auto written = write_setup_link(options_.data, link); !written)
        co_return std::unexpected(written.error());
    co_return link;
}

awaitable<Result<SignedIn>> Accounts::set_up(Setup setup) {
    if (setup_token_.empty() || !(setup_token_ == setup.token))
        co_return fail(Errc::unauthorized, "this setup link is used or replaced; see the server's log");
    boost::to_lower(setup.email);
    if (auto checked = check_person(setup.name, setup.email, setup.password); !checked)
        co_return std::unexpected(checked.error());
    if (setup.store_name.empty() || setup.store_name.size() > max_name_bytes)
        co_return fail(Errc::malformed, "store_name: 1 to 100 characters");
    auto hash = co_await passwords_.hash(setup.password);
    if (!hash) co_return std::unexpected(hash.error());
    Credentials owner{.password_hash = *std::move(hash)};
    owner.member = {UserId(random_id()), StoreId(random_id()), setup.store_name,
                    setup.name,          setup.email,          farm::Grants{farm::Role::owner, {}}};
    const auto member = owner.member;
    const auto added = co_await repository_.add_first_owner(std::move(owner), options_.now());
    if (!added) co_return std::unexpected(added.error());
    setup_token_ = {};
    remove_setup_link(options_.data);
    log::info(log_area, "the first owner is set up");
    co_return co_await open_session(member);
}

awaitable<Result<SignedIn>> Accounts::sign_in(std::string email, Secret password, std::string address) {
    boost::to_lower(email);
    const auto now = std::chrono::steady_clock::now();
    if (email.size() > max_email_bytes || password.reveal().size() > max_password_bytes)
        co_return fail(Errc::unauthorized, "wrong e-mail address or password");
    if (!by_address_.allow(address_key(address), now) || !by_account_.allow(email, now))
        co_return fail(Errc::rate_limited, "too many attempts; try again in a minute");
    const auto found = co_await repository_.find_by_email(email);
    // Without the database there is no answer to who somebody is: nobody enters.
    if (!found && found.error().code != Errc::not_found) co_return std::unexpected(found.error());
    const auto matches = co_await passwords_.verify(found ? found->password_hash : "", password);
    if (!matches) co_return std::unexpected(matches.error());
    if (!*matches) {
        log::warning(log_area, "refused sign-in from {}", address);
        co_return fail(Errc::unauthorized, "wrong e-mail address or password");
    }
    co_return co_await open_session(found->member);
}

awaitable<Result<SignedIn>> Accounts::open_session(Member member) {
    SignedIn signed_in{std::move(member), new_token()};
    const auto hash = hash_of(signed_in.token);
    const auto added = co_await repository_.add_session(hash, signed_in.member.id, options_.now());
    if (!added) co_return std::unexpected(added.error());
    co_return signed_in;
}

awaitable<Result<>> Accounts::sign_out(std::string session) {
    const auto removed = co_await repository_.remove_session(session);
    if (removed && watcher_ != nullptr) watcher_->signed_out(session);
    co_return removed;
}

awaitable<Result<Person>> Accounts::who(Secret token) {
    if (token.empty()) co_return fail(Errc::unauthorized, "sign in first");
    const auto session = hash_of(token);
    auto member = co_await repository_.find_session(session, options_.now(), session_lifetime);
    if (!member) co_return std::unexpected(member.error());
    co_return Person{*std::move(member), session};
}

awaitable<Result<std::vector<Member>>> Accounts::users(StoreId store) {
    return repository_.users_of(std::move(store));
}

awaitable<Result<Member>> Accounts::add_user(Member asker, NewUser user) {
    boost::to_lower(user.email);
    if (auto checked = check_person(user.name, user.email, user.password); !checked)
        co_return std::unexpected(checked.error());
    Member member{UserId(random_id()), asker.store, asker.store_name, user.name, user.email, {}};
    const UserChange change{.role = user.role};
    if (auto checked = check_change(change); !checked) co_return std::unexpected(checked.error());
    member.grants = changed({}, change);
    if (auto may = farm::may_grant(asker.grants, std::nullopt, member.grants); !may)
        co_return std::unexpected(may.error());
    auto hash = co_await passwords_.hash(user.password);
    if (!hash) co_return std::unexpected(hash.error());
    Credentials credentials{member, *std::move(hash)};
    const auto added = co_await repository_.add_user(std::move(credentials), options_.now());
    if (!added) co_return std::unexpected(added.error());
    co_return member;
}

awaitable<Result<Member>> Accounts::change_user(Member asker, UserId user, UserChange change) {
    if (auto checked = check_change(change); !checked) co_return std::unexpected(checked.error());
    const auto store = asker.store;
    Repository::Change apply = [asker = std::move(asker), change](Member& member) {
        const auto before = std::exchange(member.grants, changed(member.grants, change));
        return farm::may_grant(asker.grants, before, member.grants);
    };
    auto member = co_await repository_.change_grants(store, user, std::move(apply));
    if (member && watcher_ != nullptr) watcher_->grants_changed(*member);
    co_return member;
}

}  // namespace gantry::cloud::accounts
