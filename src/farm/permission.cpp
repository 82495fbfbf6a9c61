#include "farm/permission.hpp"

#include <algorithm>

namespace gantry::farm {
namespace {

bool brings(Role role, std::string_view permission) {
    switch (role) {
        case Role::owner:
        case Role::admin:
            return true;
        case Role::operator_:
            return permission == permission::printer_view || permission == permission::printer_control ||
                   permission == permission::printer_camera || permission == permission::fuse_view;
        case Role::viewer:
            return permission == permission::printer_view;
    }
    return false;
}

}  // namespace

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
    for (const auto role : {Role::owner, Role::admin, Role::operator_, Role::viewer}) {
        if (name == role_name(role)) return role;
    }
    return std::nullopt;
}

bool allows(const Grants& grants, std::string_view permission) {
    if (std::ranges::find(permission::all, permission) == permission::all.end()) return false;
    if (grants.role == Role::owner) return true;
    const auto changed = grants.overrides.find(std::string(permission));
    return changed != grants.overrides.end() ? changed->second : brings(grants.role, permission);
}

std::vector<std::string> permissions_of(const Grants& grants) {
    std::vector<std::string> allowed;
    for (const auto permission : permission::all) {
        if (allows(grants, permission)) allowed.emplace_back(permission);
    }
    return allowed;
}

bool may_change_role(const Grants& grants, Role from, Role to) {
    if (!allows(grants, permission::user_manage)) return false;
    return grants.role == Role::owner || (from != Role::owner && to != Role::owner);
}

}  // namespace gantry::farm
