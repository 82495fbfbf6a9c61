// Who may do what: the one decision that every route, socket message and media byte passes. Pure: any thread.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gantry::farm {

namespace permission {
inline constexpr std::string_view printer_view = "printer.view";
inline constexpr std::string_view printer_control = "printer.control";
inline constexpr std::string_view printer_camera = "printer.camera";  // snapshots and live video alike
inline constexpr std::string_view fuse_view = "fuse.view";
inline constexpr std::string_view fuse_manage = "fuse.manage";  // activate and revoke
inline constexpr std::string_view user_view = "user.view";
inline constexpr std::string_view user_manage = "user.manage";
inline constexpr std::array all = {printer_view, printer_control, printer_camera, fuse_view,
                                   fuse_manage,  user_view,       user_manage};
}  // namespace permission

// `operator` is a word of the language; role_name writes it without the underscore.
enum class Role { owner, admin, operator_, viewer };

std::string_view role_name(Role role);
std::optional<Role> parse_role(std::string_view name);

// What a role brings, and what was granted (true) or taken away (false) beside it for one person.
struct Grants {
    Role role = Role::viewer;
    std::map<std::string, bool> overrides;
    friend bool operator==(const Grants&, const Grants&) = default;
};

// An unknown permission is allowed to nobody; an owner keeps everything.
bool allows(const Grants& grants, std::string_view permission);
std::vector<std::string> permissions_of(const Grants& grants);
// Whether someone with `grants` may change a person from one role to another: owners are made by owners only.
bool may_change_role(const Grants& grants, Role from, Role to);

}  // namespace gantry::farm
