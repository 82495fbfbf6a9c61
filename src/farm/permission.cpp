#include "farm/permission.hpp"

#include <algorithm>

namespace gantry::farm {
namespace {

constexpr std::array of_operators = {
    permission::printer_view, permission::printer_control, permission::printer_camera,
    permission::job_view,     permission::job_submit,      permission::job_control,
    permission::file_view,    permission::file_manage,     permission::fuse_view};
constexpr std::array of_viewers = {permission::printer_view, permission::job_view};
constexpr std::array not_for_keys = {permission::store_delete, permission::user_view, permission::user_manage,
                                     permission::apikey_manage};

bool contains(const auto& permissions, std::string_view name) {
    return std::ranges::find(permissions, name) != permissions.end();
}

bool brings(Role role, std::string_view permission) {
    switch (role) {
        case Role::owner:
            return true;
        case Role::admin:
            return permission != permission::store_delete;
        case Role::operator_:
            return contains(of_operators, permission);
        case Role::viewer:
            return contains(of_viewers, permission);
    }
    return false;
}

// An owner has no bounds, whatever is written beside the role.
Scope scope_of(const Grants& grants) {
    return grants.role == Role::owner ? Scope{} : grants.scope;
}

bool covers(const Scope& wide, const Scope& narrow) {
    if (wide.all) return true;
    return !narrow.all && std::ranges::includes(wide.printers, narrow.printers) &&
           std::ranges::includes(wide.tags, narrow.tags);
}

bool reaches(const Scope& scope, const PrinterId& printer, const std::vector<std::string>& tags) {
    return scope.all || scope.printers.contains(printer) ||
           std::ranges::any_of(tags, [&](const auto& tag) { return scope.tags.contains(tag); });
}

// Whether a permission would reach printers that it did not reach before.
bool widens(const std::optional<Grants>& before, const Grants& after, std::string_view permission) {
    if (!allows(after, permission)) return false;
    return !before || !allows(*before, permission) || !covers(scope_of(*before), scope_of(after));
}

}  // namespace

bool is_permission(std::string_view name) {
    return contains(permission::all, name);
}

bool is_for_keys(std::string_view permission) {
    return is_permission(permission) && !contains(not_for_keys, permission);
}

std::string_view role_name(Role role) {
    switch (role) {
        case Role::owner:
            return "owner";
        case Role::admin:
            return "admin";
        case Role::operator_:
            return "operator";
        case Role::viewer:
            return "viewer";
    }
    return "viewer";
}

std::optional<Role> parse_role(std::string_view name) {
    for (const auto role : roles) {
        if (name == role_name(role)) return role;
    }
    return std::nullopt;
}

bool allows(const Grants& grants, std::string_view permission) {
    if (!is_permission(permission)) return false;
    const std::string name(permission);
    if (grants.within && !(is_for_keys(permission) && grants.within->contains(name))) return false;
    if (grants.role == Role::owner) return true;
    const auto changed = grants.overrides.find(name);
    return changed != grants.overrides.end() ? changed->second : brings(grants.role, permission);
}

bool in_scope(const Grants& grants, const PrinterId& printer, const std::vector<std::string>& tags) {
    return reaches(scope_of(grants), printer, tags) &&
           (!grants.bounds || reaches(*grants.bounds, printer, tags));
}

bool sees_all(const Grants& grants) {
    return scope_of(grants).all && (!grants.bounds || grants.bounds->all);
}

bool allows(const Grants& grants, std::string_view permission, const PrinterId& printer,
            const std::vector<std::string>& tags) {
    return in_scope(grants, printer, tags) && allows(grants, permission);
}

std::vector<std::string> permissions_of(const Grants& grants) {
    std::vector<std::string> allowed;
    for (const auto permission : permission::all) {
        if (allows(grants, permission)) allowed.emplace_back(permission);
    }
    return allowed;
}

Result<> may_grant(const Grants& asker, const std::optional<Grants>& before, const Grants& after) {
    if (!allows(asker, permission::user_manage)) return fail(Errc::forbidden, "you may not manage users");
    const bool concerns_owners = after.role == Role::owner || (before && before->role == Role::owner);
    if (concerns_owners && asker.role != Role::owner)
        return fail(Errc::forbidden, "only an owner changes owners");
    for (const auto permission : permission::all) {
        if (!widens(before, after, permission)) continue;
        const std::string name(permission);
        if (!allows(asker, permission))
            return fail(Errc::forbidden, "you cannot grant " + name + ", which you do not hold");
        if (!covers(scope_of(asker), scope_of(after)))
            return fail(Errc::forbidden, "you cannot grant " + name + " for printers that are not yours");
    }
    return {};
}

Result<> may_remove(const Grants& asker, const Grants& member) {
    if (!allows(asker, permission::user_manage)) return fail(Errc::forbidden, "you may not manage users");
    if (member.role == Role::owner && asker.role != Role::owner)
        return fail(Errc::forbidden, "only an owner removes owners");
    return {};
}

}  // namespace gantry::farm
