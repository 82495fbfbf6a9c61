#include "cloud/resets/locked_out.hpp"

#include <boost/algorithm/string/case_conv.hpp>

#include "cloud/accounts/people.hpp"
#include "cloud/audit/append.hpp"
#include "cloud/storage/migrations.hpp"
#include "cloud/storage/open.hpp"
#include "cloud/storage/transaction.hpp"

namespace gantry::cloud::resets {
namespace {

namespace people = accounts::people;

Result<> check_version(soci::session& sql) {
    int version = 0;
    sql << "SELECT MAX(number) FROM migrations", soci::into(version);
    if (version == storage::migrations().back().number) return {};
    return fail(Errc::unsupported,
                "the database is of another version of gantry-cloud; use the program that serves it");
}

Result<Secret> write(soci::session& sql, const LockedOut& person, const audit::Options& audit) {
    const auto user = people::find_by_email(sql, boost::to_lower_copy(person.email));
    if (!user) return fail(Errc::not_found, "nobody has the address " + person.email + " here");
    const auto token = new_token();
    insert(sql, user->id, token, person.second_factor, to_ms(audit.now() + lifetime));
    const audit::Actor actor{.name = "Whoever runs this server"};
    const bool clears = person.second_factor == SecondFactor::clear;
    for (const auto& member : people::memberships_of(sql, user->id))
        audit::append(
            sql,
            {member.store, actor, "password.reset_link", user->email, {{"clears_second_factor", clears}}},
            audit);
    return link_of(person.public_url, token);
}

}  // namespace

Result<Secret> make_link_for(const LockedOut& person, const audit::Options& audit) {
    const auto file = person.data / storage::database_name;
    if (!std::filesystem::exists(file))
        return fail(Errc::not_found,
                    "there is no database in " + person.data.string() + "; name its folder with --data");
    try {
        soci::session sql;
        storage::open(sql, file, storage::Limits{}.patience);
        if (auto checked = check_version(sql); !checked) return std::unexpected(checked.error());
        storage::Transaction transaction(sql, storage::Access::write);
        auto link = write(sql, person, audit);
        if (link) transaction.commit();
        return link;
    } catch (const soci::soci_error& e) {
        return fail(Errc::storage, e.get_error_message());  // what() quotes parameters
    } catch (const std::exception& e) {
        return fail(Errc::storage, e.what());
    }
}

}  // namespace gantry::cloud::resets
