#include "cloud/server/settings.hpp"

#include <algorithm>

#include "base/log.hpp"
#include "cloud/accounts/accounts.hpp"
#include "cloud/server/rules.hpp"

namespace gantry::cloud::server {
namespace {

// As it is kept: what opens something is sealed.
struct Row {
    Values values;
    std::string sealed_turn_secret;
    std::string sealed_smtp_password;
};
BOOST_DESCRIBE_STRUCT(Row, (), (values, sealed_turn_secret, sealed_smtp_password))

template <class T>
void replace(T& target, std::optional<T>& value) {
    if (value) target = std::move(*value);
}

template <class T>
void overrule(T& target, const std::optional<T>& given) {
    if (given) target = *given;
}

std::vector<std::string> fixed_by(const Given& given) {
    std::vector<std::string> names;
    const auto add = [&](bool is_fixed, std::initializer_list<const char*> members) {
        if (is_fixed) names.insert(names.end(), members.begin(), members.end());
    };
    add(given.name.has_value(), {"name"});
    add(!given.ice.stun.empty(), {"stun"});
    add(!given.ice.turn.empty(), {"turn"});
    add(!given.ice.turn_secret.empty(), {"turn_secret"});
    add(given.snapshot_days.has_value(), {"snapshot_days"});
    add(given.snapshot_limit_mb.has_value(), {"snapshot_limit_mb"});
    add(!given.mail.url.empty(), {"smtp_url", "smtp_from", "smtp_user", "smtp_password"});
    add(given.registration.has_value(), {"registration"});
    return names;
}

// Which members a change has, for the audit log; no values: addresses of mail servers are nobody else's
// affair.
std::vector<std::string> names_in(const Change& change) {
    std::vector<std::string> names;
    boost::mp11::mp_for_each<boost::describe::describe_members<Change, boost::describe::mod_public>>(
        [&](auto member) {
            if (change.*member.pointer) names.emplace_back(member.name);
        });
    return names;
}

}  // namespace

Settings::Settings(storage::Database& database, const audit::Log& audit, const Vault& vault, Given given)
    : database_(database), audit_(audit), vault_(vault), given_(std::move(given)), fixed_(fixed_by(given_)) {
    take({});
}

void Settings::take(Stored stored) {
    stored_ = std::move(stored);
    in_effect_ = stored_.values;
    overrule(in_effect_.name, given_.name);
    overrule(in_effect_.snapshot_days, given_.snapshot_days);
    overrule(in_effect_.snapshot_limit_mb, given_.snapshot_limit_mb);
    overrule(in_effect_.registration, given_.registration);
    if (!given_.ice.stun.empty()) in_effect_.stun = given_.ice.stun;
    if (!given_.ice.turn.empty()) in_effect_.turn = given_.ice.turn;
    if (given_.mail.url.empty()) return;
    in_effect_.smtp_url = given_.mail.url;
    in_effect_.smtp_from = given_.mail.from;
    in_effect_.smtp_user = given_.mail.user;
}

live::IceOptions Settings::ice() const {
    auto ice = given_.ice;
    ice.stun = in_effect_.stun;
    ice.turn = in_effect_.turn;
    if (ice.turn_secret.empty()) ice.turn_secret = stored_.turn_secret;
    return ice;
}

mail::Options Settings::mail() const {
    auto mail = given_.mail;
    mail.url = in_effect_.smtp_url;
    mail.from = in_effect_.smtp_from;
    mail.user = in_effect_.smtp_user;
    if (given_.mail.url.empty()) mail.password = stored_.smtp_password;
    return mail;
}

std::string Settings::to_row(const Stored& stored) const {
    const auto sealed = [this](const Secret& secret) {
        return secret.empty() ? std::string() : vault_.seal(secret);
    };
    return to_text(to_json(Row{stored.values, sealed(stored.turn_secret), sealed(stored.smtp_password)}));
}

Result<Settings::Stored> Settings::from_row(const std::string& text) const {
    const auto row = parse_as<Row>(text);
    if (!row) return std::unexpected(row.error());
    Stored stored{.values = row->values};
    for (const auto& [sealed, target] : {std::pair{&row->sealed_turn_secret, &stored.turn_secret},
                                         std::pair{&row->sealed_smtp_password, &stored.smtp_password}}) {
        if (sealed->empty()) continue;
        auto secret = vault_.open(*sealed);
        if (secret) {
            *target = *std::move(secret);
        } else {
            // Another key file: what it sealed must be typed once more, the rest still counts.
            log::warning("cloud.server", "a secret of the settings: {}", secret.error().detail);
        }
    }
    return stored;
}

awaitable<Result<>> Settings::load() {
    const auto text = co_await database_.read([](soci::session& sql) -> Result<std::string> {
        std::string found;
        sql << "SELECT settings FROM server_settings WHERE id = 1", soci::into(found);
        return found;
    });
    if (!text) co_return std::unexpected(text.error());
    if (text->empty()) co_return Result<>{};
    auto stored = from_row(*text);
    if (!stored) co_return std::unexpected(stored.error());
    take(*std::move(stored));
    co_return Result<>{};
}

Result<> Settings::refuse_fixed(const Change& change) const {
    for (const auto& name : names_in(change)) {
        if (std::ranges::find(fixed_, name) != fixed_.end())
            return fail(Errc::conflict, name + ": set on the command line, which wins; change it there");
    }
    return {};
}

Result<Settings::Stored> Settings::merged(Change change) const {
    auto stored = stored_;
    auto& values = stored.values;
    replace(values.name, change.name);
    replace(values.stun, change.stun);
    replace(values.turn, change.turn);
    replace(stored.turn_secret, change.turn_secret);
    replace(values.snapshot_days, change.snapshot_days);
    replace(values.snapshot_limit_mb, change.snapshot_limit_mb);
    replace(values.smtp_url, change.smtp_url);
    replace(values.smtp_from, change.smtp_from);
    replace(values.smtp_user, change.smtp_user);
    replace(stored.smtp_password, change.smtp_password);
    replace(values.registration, change.registration);
    if (auto checked = check(values); !checked) return std::unexpected(checked.error());
    return stored;
}

awaitable<Result<>> Settings::change(accounts::Person person, Change change) {
    if (auto free = refuse_fixed(change); !free) co_return free;
    const auto names = names_in(change);
    auto stored = merged(std::move(change));
    if (!stored) co_return std::unexpected(stored.error());
    auto work = [this, person, names, row = to_row(*stored)](soci::session& sql) -> Result<> {
        sql << "DELETE FROM server_settings";
        sql << "INSERT INTO server_settings (id, settings) VALUES (1, :row)", soci::use(row);
        audit_.append(sql, {person.member.store,
                            accounts::actor_of(person),
                            "server.changed",
                            "the server's settings",
                            {{"members", to_json(names)}}});
        return {};
    };
    const auto written = co_await database_.run(std::move(work));
    if (!written) co_return std::unexpected(written.error());
    take(*std::move(stored));
    changed_.tell();
    co_return Result<>{};
}

}  // namespace gantry::cloud::server
