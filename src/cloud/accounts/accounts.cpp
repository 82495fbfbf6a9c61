#include "cloud/accounts/accounts.hpp"

#include <boost/algorithm/string/case_conv.hpp>

#include "base/log.hpp"
#include "base/random.hpp"
#include "cloud/accounts/setup_link.hpp"

namespace gantry::cloud::accounts {
namespace {

using sessions::Device;
using sessions::SignedIn;

constexpr auto log_area = "cloud.accounts";
constexpr std::size_t max_email_bytes = 254;
constexpr auto ticket_lifetime = std::chrono::minutes(5);

std::unexpected<Error> wrong() {
    return fail(Errc::unauthorized, "wrong e-mail address or password");
}

bool is_of_address(unsigned char c) {
    return std::isalnum(c) != 0 ||
           std::string_view(".!#$%&'*+/=?^_`{|}~-@").find(static_cast<char>(c)) != std::string_view::npos;
}

}  // namespace

Result<> check_name(const std::string& name, const char* member) {
    const auto is_control = [](unsigned char c) { return c < 0x20 || c == 0x7f; };
    if (name.empty() || name.size() > max_name_bytes || std::ranges::any_of(name, is_control))
        return fail(Errc::malformed, std::string(member) + ": 1 to 100 characters");
    return {};
}

Result<> check_email(const std::string& email) {
    const auto at = email.find('@');
    const bool whole = at != email.npos && at != 0 && at + 1 != email.size() && at == email.rfind('@');
    if (!whole || email.size() > max_email_bytes || !std::ranges::all_of(email, is_of_address))
        return fail(Errc::malformed, "email: not an e-mail address");
    return {};
}

Accounts::Accounts(storage::Database& database, const audit::Log& audit, Changes& changes,
                   sessions::Sessions& sessions, second_factor::SecondFactor& second_factor, Options options)
    : options_(std::move(options)),
      database_(database),
      audit_(audit),
      changes_(changes),
      sessions_(sessions),
      second_factor_(second_factor),
      passwords_(options_.hash_cost),
      by_address_(20, 3s),
      by_account_(10, 15s) {}

awaitable<Result<std::optional<std::string>>> Accounts::prepare() {
    const auto has_users =
        co_await database_.read([](soci::session& sql) -> Result<bool> { return people::any(sql); });
    if (!has_users) co_return std::unexpected(has_users.error());
    remove_setup_link(options_.data);
    if (*has_users) co_return std::nullopt;
    setup_token_ = Secret(to_base64url(random_bytes(32)));
    auto link = options_.public_url + "/setup?token=" + setup_token_.reveal();
    if (auto written = write_setup_link(options_.data, link); !written)
        co_return std::unexpected(written.error());
    co_return link;
}

awaitable<Result<SignedIn>> Accounts::set_up(Setup setup, Device device) {
    if (setup_token_.empty() || !(setup_token_ == setup.token))
        co_return fail(Errc::unauthorized, "this setup link is used or replaced; see the server's log");
    Newcomer owner{setup.name, setup.email, setup.password, setup.store_name};
    auto entered = co_await found(std::move(owner), std::move(device), Which::first);
    if (!entered) co_return std::unexpected(entered.error());
    setup_token_ = {};
    remove_setup_link(options_.data);
    log::info(log_area, "the first owner is set up");
    co_return entered;
}

awaitable<Result<SignedIn>> Accounts::enter(Newcomer newcomer, Device device) {
    if (setup_needed()) co_return fail(Errc::forbidden, "this server waits for its first owner");
    if (!by_address_.allow(address_key(device.address), std::chrono::steady_clock::now()))
        co_return fail(Errc::rate_limited, "too many attempts; try again in a minute");
    co_return co_await found(std::move(newcomer), std::move(device), Which::further);
}

awaitable<Result<SignedIn>> Accounts::found(Newcomer newcomer, Device device, Which which) {
    boost::to_lower(newcomer.email);
    for (const auto& checked :
         {check_name(newcomer.name, "name"), check_email(newcomer.email), check_password(newcomer.password),
          check_name(newcomer.store_name, "store_name")}) {
        if (!checked) co_return std::unexpected(checked.error());
    }
    auto hash = co_await passwords_.hash(newcomer.password);
    if (!hash) co_return std::unexpected(hash.error());
    const StoreId store(random_id());
    const people::User owner{UserId(random_id()), newcomer.name, newcomer.email, *std::move(hash), store};
    auto work = [owner, store, which, name = newcomer.store_name,
                 now = options_.now()](soci::session& sql) -> Result<> {
        if (which == Which::first && people::any(sql))
            return fail(Errc::conflict, "this server has an owner already");
        if (people::find_by_email(sql, owner.email))
            return fail(Errc::conflict, "somebody has this e-mail address already: sign in with it");
        people::add_store(sql, store, name, now);
        people::add(sql, owner, now);
        people::add_member(sql, {.id = owner.id, .store = store, .grants = {.role = farm::Role::owner}}, now);
        return {};
    };
    const auto added = co_await database_.run(std::move(work));
    if (!added) co_return std::unexpected(added.error());
    co_return co_await sessions_.open(owner.id, std::move(device), "store.created");
}

awaitable<void> Accounts::note_refused(UserId user, Device device) {
    auto work = [this, user, device](soci::session& sql) -> Result<> {
        for (const auto& member : people::memberships_of(sql, user)) {
            const audit::Actor nobody{.address = device.address};
            audit_.append(sql, {member.store, nobody, "session.refused", member.email});
        }
        return {};
    };
    static_cast<void>(co_await database_.run(std::move(work)));  // a failure is in the log already
}

awaitable<Result<people::User>> Accounts::verified(std::string email, Secret password, Device device) {
    const auto now = std::chrono::steady_clock::now();
    if (email.size() > max_email_bytes || password.reveal().size() > max_password_bytes) co_return wrong();
    if (!by_address_.allow(address_key(device.address), now) || !by_account_.allow(email, now))
        co_return fail(Errc::rate_limited, "too many attempts; try again in a minute");
    auto found =
        co_await database_.read([email](soci::session& sql) { return people::find_by_email(sql, email); });
    // Without the database there is no answer to who somebody is: nobody enters.
    if (!found && found.error().code != Errc::not_found) co_return std::unexpected(found.error());
    const auto matches = co_await passwords_.verify(found ? found->password_hash : "", password);
    if (!matches) co_return std::unexpected(matches.error());
    if (*matches) co_return found;
    log::warning(log_area, "refused sign-in from {}", device.address);
    if (found) co_await note_refused(found->id, device);
    co_return wrong();
}

awaitable<Result<Entered>> Accounts::sign_in(std::string email, Secret password, Device device) {
    boost::to_lower(email);
    const auto user = co_await verified(email, std::move(password), device);
    if (!user) co_return std::unexpected(user.error());
    const auto status = co_await second_factor_.status(user->id);
    if (!status) co_return std::unexpected(status.error());
    if (status->enabled) {
        const sessions::TicketClaims claims{user->id, options_.now() + ticket_lifetime};
        co_return sessions_.tokens().sign(claims);
    }
    auto signed_in = co_await sessions_.open(user->id, std::move(device), "session.opened");
    if (!signed_in) co_return std::unexpected(signed_in.error());
    co_return *std::move(signed_in);
}

awaitable<Result<SignedIn>> Accounts::finish(Secret ticket, std::string code, Device device) {
    const auto claims = sessions_.tokens().read_ticket(ticket.reveal(), options_.now());
    if (!claims) co_return fail(Errc::unauthorized, "this took too long; sign in again");
    const auto right = co_await second_factor_.verify(claims->user, std::move(code));
    if (!right) {
        log::warning(log_area, "refused second factor from {}", device.address);
        co_await note_refused(claims->user, device);
        co_return std::unexpected(right.error());
    }
    co_return co_await sessions_.open(claims->user, std::move(device), "session.opened");
}

awaitable<Result<>> Accounts::prove(Person person, Secret password) {
    const auto user =
        co_await verified(person.member.email, std::move(password), {.address = person.address});
    if (user) co_return Result<>{};
    if (user.error().code != Errc::unauthorized) co_return std::unexpected(user.error());
    co_return fail(Errc::rejected, "the password is not right");
}

awaitable<Result<>> Accounts::change_password(Person person, PasswordChange change) {
    if (auto checked = check_password(change.password); !checked) co_return checked;
    if (auto proved = co_await prove(person, change.current); !proved) co_return proved;
    auto hash = co_await passwords_.hash(change.password);
    if (!hash) co_return std::unexpected(hash.error());
    auto work = [this, person,
                 hash = *std::move(hash)](soci::session& sql) -> Result<std::vector<SessionId>> {
        people::set_password(sql, person.member.id, hash);
        for (const auto& member : people::memberships_of(sql, person.member.id))
            audit_.append(sql, {member.store, actor_of(person), "password.changed", member.email});
        return sessions::remove_all(sql, person.member.id, person.session);
    };
    const auto ended = co_await database_.run(std::move(work));
    if (!ended) co_return std::unexpected(ended.error());
    for (const auto& session : *ended)
        changes_.signed_out.tell(session);
    co_return Result<>{};
}

}  // namespace gantry::cloud::accounts
