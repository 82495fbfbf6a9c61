// Who may do what: the one decision that every route, socket message and media byte passes. The list for
// people is docs/permissions.md, which a test compares with this one. Pure: any thread.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "farm/printer.hpp"

namespace gantry::farm {

namespace permission {
inline constexpr std::string_view printer_view = "printer.view";
inline constexpr std::string_view printer_control = "printer.control";
inline constexpr std::string_view printer_edit = "printer.edit";
inline constexpr std::string_view printer_camera = "printer.camera";  // snapshots and live video alike
inline constexpr std::string_view job_view = "job.view";
inline constexpr std::string_view job_submit = "job.submit";
inline constexpr std::string_view job_control = "job.control";
inline constexpr std::string_view file_view = "file.view";
inline constexpr std::string_view file_manage = "file.manage";
inline constexpr std::string_view fuse_view = "fuse.view";
inline constexpr std::string_view fuse_manage = "fuse.manage";  // activate and revoke
inline constexpr std::string_view store_settings = "store.settings";
inline constexpr std::string_view store_delete = "store.delete";
inline constexpr std::string_view user_view = "user.view";
inline constexpr std::string_view user_manage = "user.manage";
inline constexpr std::string_view apikey_manage = "apikey.manage";
inline constexpr std::string_view audit_view = "audit.view";
inline constexpr std::array all = {printer_view,  printer_control, printer_edit, printer_camera, job_view,
                                   job_submit,    job_control,     file_view,    file_manage,    fuse_view,
                                   fuse_manage,   store_settings,  store_delete, user_view,      user_manage,
                                   apikey_manage, audit_view};
}  // namespace permission

bool is_permission(std::string_view name);
// Whether an API key may hold it: never what manages accounts, keys or the store's end.
bool is_for_keys(std::string_view permission);

// `operator` is a word of the language; role_name writes it without the underscore.
enum class Role { owner, admin, operator_, viewer };
inline constexpr std::array roles = {Role::owner, Role::admin, Role::operator_, Role::viewer};

std::string_view role_name(Role role);
std::optional<Role> parse_role(std::string_view name);

// Which printers somebody has to do with. One that is out of it does not exist for them.
struct Scope {
    bool all = true;
    std::set<PrinterId> printers;     // when not all: these,
    std::set<std::string> tags = {};  // and those that have one of these
    friend bool operator==(const Scope&, const Scope&) = default;
};

// What a role brings, and what was granted (true) or taken away (false) beside it for one person.
struct Grants {
    Role role = Role::viewer;
    std::map<std::string, bool> overrides;
    Scope scope;
    std::optional<std::set<std::string>> within = {};  // nothing beyond these: an API key or a wall asks
    std::optional<Scope> bounds = {};                  // no printer beyond these: a wall asks
    friend bool operator==(const Grants&, const Grants&) = default;
};

// Somewhere in the store. An unknown permission is allowed to nobody; an owner keeps everything.
bool allows(const Grants& grants, std::string_view permission);
// For this printer with its tags, or what belongs to it (jobs, pictures).
bool allows(const Grants& grants, std::string_view permission, const PrinterId& printer,
            const std::vector<std::string>& tags);
// Whether the printer exists for them at all.
bool in_scope(const Grants& grants, const PrinterId& printer, const std::vector<std::string>& tags);
// Whether every printer does, whatever its tags.
bool sees_all(const Grants& grants);
std::vector<std::string> permissions_of(const Grants& grants);

// Whether `asker` may turn what somebody holds into something else; no `before` for one who joins. Nobody
// grants what they do not hold, and owners are made by owners only. Errors: forbidden, with the reason.
Result<> may_grant(const Grants& asker, const std::optional<Grants>& before, const Grants& after);
// Whether `asker` may remove somebody with these grants from the store. Errors: forbidden.
Result<> may_remove(const Grants& asker, const Grants& member);

}  // namespace gantry::farm
