#include "farm/permission.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <regex>

namespace gantry::farm {
namespace {

const PrinterId p1("p1");
const PrinterId p2("p2");

// docs/permissions.md: | `name` | what | owner | admin | operator | viewer | key |
TEST(Permission, OfEachRoleIsTheDocumentedTable) {
    static const std::regex row(
        R"(^\| `([\w.]+)` \| [^|]+ \| (\w+) \| (\w+) \| (\w+) \| (\w+) \| (\w+) \|$)");
    std::ifstream document(GANTRY_SOURCE_DIR "/docs/permissions.md");
    std::vector<std::string> documented;
    for (std::string line; std::getline(document, line);) {
        std::smatch match;
        if (!std::regex_match(line, match, row)) continue;
        const std::string name = match[1];
        documented.push_back(name);
        for (std::size_t i = 0; i < roles.size(); ++i) {
            EXPECT_EQ(allows({.role = roles[i]}, name), match[2 + i] == "yes")
                << role_name(roles[i]) << ": " << name;
        }
        EXPECT_EQ(is_for_keys(name), match[6] == "may") << name;
    }
    EXPECT_EQ(documented, std::vector<std::string>(permission::all.begin(), permission::all.end()));
}

TEST(Permission, IsGrantedAndTakenAwayPerPerson) {
    EXPECT_TRUE(allows({Role::viewer, {{"printer.camera", true}}}, permission::printer_camera));
    EXPECT_FALSE(allows({Role::operator_, {{"printer.camera", false}}}, permission::printer_camera));
    EXPECT_TRUE(allows({Role::owner, {{"printer.camera", false}}}, permission::printer_camera));
}

TEST(Permission, ThatNobodyKnowsIsAllowedToNobody) {
    EXPECT_FALSE(allows({.role = Role::owner}, "printer.explode"));
    EXPECT_FALSE(allows({.role = Role::owner}, ""));
    EXPECT_FALSE(allows({Role::viewer, {{"public", true}}}, "public"));
    EXPECT_FALSE(allows({.role = Role::owner, .within = {{"printer.explode"}}}, "printer.explode"));
}

TEST(Permission, ReachesThePrintersOfTheScopeOnly) {
    const Grants one{.role = Role::operator_, .scope = {false, {p1}}};
    EXPECT_TRUE(allows(one, permission::printer_camera, p1, {}));
    EXPECT_FALSE(allows(one, permission::printer_camera, p2, {}));
    EXPECT_FALSE(allows(one, permission::fuse_manage, p1, {}));
    EXPECT_FALSE(in_scope({.role = Role::admin, .scope = {.all = false}}, p1, {}));
    EXPECT_TRUE(in_scope({.role = Role::owner, .scope = {.all = false}}, p1, {}));
    EXPECT_FALSE(sees_all(one));
    EXPECT_TRUE(sees_all({.role = Role::owner, .scope = {.all = false}}));
}

TEST(Permission, ReachesThePrintersThatHaveATagOfTheScope) {
    const Grants lab{.role = Role::operator_, .scope = {false, {p1}, {"Lab", "PETG"}}};
    EXPECT_TRUE(allows(lab, permission::printer_camera, p2, {"Hall 1", "Lab"}));
    EXPECT_TRUE(allows(lab, permission::printer_camera, p1, {"Hall 1"}));
    EXPECT_FALSE(allows(lab, permission::printer_camera, p2, {"Hall 1", "lab"}));
    EXPECT_FALSE(allows(lab, permission::printer_camera, p2, {}));
    EXPECT_FALSE(allows(lab, permission::printer_edit, p2, {"Lab"}));
}

TEST(Permission, OfAWallEndsAtItsBoundsWhoeverMadeIt) {
    Grants wall{.role = Role::owner, .within = {{"printer.view", "printer.camera"}}};
    wall.bounds = Scope{false, {}, {"Lab"}};
    EXPECT_TRUE(allows(wall, permission::printer_camera, p1, {"Lab"}));
    EXPECT_FALSE(allows(wall, permission::printer_camera, p1, {"Hall"}));
    EXPECT_FALSE(allows(wall, permission::printer_control, p1, {"Lab"}));
    EXPECT_FALSE(sees_all(wall));
    // Of a maker with a scope: what lies in both.
    wall.role = Role::operator_;
    wall.scope = {false, {p1}};
    EXPECT_TRUE(in_scope(wall, p1, {"Lab"}));
    EXPECT_FALSE(in_scope(wall, p1, {}));
    EXPECT_FALSE(in_scope(wall, p2, {"Lab"}));
}

TEST(Permission, OfAKeyIsNoMoreThanItsMakersAndItsOwn) {
    const Grants key{.role = Role::owner, .within = {{"printer.view", "user.manage"}}};
    EXPECT_TRUE(allows(key, permission::printer_view));
    EXPECT_FALSE(allows(key, permission::printer_camera));
    EXPECT_FALSE(allows(key, permission::user_manage));  // never a key's
    const Grants of_viewer{.role = Role::viewer, .within = {{"printer.camera"}}};
    EXPECT_FALSE(allows(of_viewer, permission::printer_camera));
    EXPECT_FALSE(
        allows({.role = Role::owner, .within = {std::set<std::string>{}}}, permission::printer_view));
}

struct Granting {
    const char* what;
    Grants asker;
    std::optional<Grants> before;
    Grants after;
    bool allowed;
};

TEST(Permission, IsGrantedByThoseOnlyWhoHoldIt) {
    const Grants owner{.role = Role::owner};
    const Grants admin{.role = Role::admin};
    const Grants viewer{.role = Role::viewer};
    const Grants blind{.role = Role::admin, .overrides = {{"printer.camera", false}}};
    const Grants inviter{.role = Role::viewer, .overrides = {{"user.manage", true}}};
    const Grants of_p1{.role = Role::admin, .scope = {false, {p1}}};
    const Granting table[] = {
        {"an owner makes an owner", owner, viewer, owner, true},
        {"an admin makes an admin", admin, viewer, admin, true},
        {"an admin makes an owner", admin, viewer, owner, false},
        {"an admin unmakes an owner", admin, owner, viewer, false},
        {"a viewer makes a viewer", viewer, std::nullopt, viewer, false},
        {"an inviter invites a viewer", inviter, std::nullopt, viewer, true},
        {"an inviter invites an operator", inviter, std::nullopt, {.role = Role::operator_}, false},
        {"an admin without cameras makes an operator", blind, viewer, {.role = Role::operator_}, false},
        {"an admin without cameras demotes an operator", blind, Grants{.role = Role::operator_}, viewer,
         true},
        {"within the own scope",
         of_p1,
         std::nullopt,
         {.role = Role::operator_, .scope = {false, {p1}}},
         true},
        {"beyond the own scope", of_p1, std::nullopt, {.role = Role::operator_}, false},
        {"another printer", of_p1, Grants{.scope = {false, {p1}}}, {.scope = {false, {p2}}}, false},
        {"a tag of the own scope",
         {.role = Role::admin, .scope = {false, {}, {"Lab"}}},
         std::nullopt,
         {.scope = {false, {}, {"Lab"}}},
         true},
        {"a tag that is not of the own scope", of_p1, std::nullopt, {.scope = {false, {}, {"Lab"}}}, false},
        {"less than before", of_p1, viewer, {.scope = {false, {p2}}}, true},
        {"an override that an owner's role hides",
         admin,
         viewer,
         {Role::viewer, {{"store.delete", true}}},
         false},
    };
    for (const auto& [what, asker, before, after, allowed] : table)
        EXPECT_EQ(may_grant(asker, before, after).has_value(), allowed) << what;
}

TEST(Permission, ToRemoveSomebodyIsAnOwnersForOwners) {
    EXPECT_TRUE(may_remove({.role = Role::admin}, {.role = Role::admin}));
    EXPECT_TRUE(may_remove({.role = Role::owner}, {.role = Role::owner}));
    EXPECT_FALSE(may_remove({.role = Role::admin}, {.role = Role::owner}));
    EXPECT_FALSE(may_remove({.role = Role::operator_}, {.role = Role::viewer}));
}

TEST(Role, IsReadAsItIsWritten) {
    for (const auto role : roles)
        EXPECT_EQ(parse_role(role_name(role)), role);
    EXPECT_EQ(parse_role("root"), std::nullopt);
}

}  // namespace
}  // namespace gantry::farm
