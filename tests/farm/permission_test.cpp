#include "farm/permission.hpp"

#include <gtest/gtest.h>

namespace gantry::farm {
namespace {

TEST(Permission, OfEachRoleIsThisTable) {
    const std::map<Role, std::vector<std::string>> expected = {
        {Role::owner,
         {"printer.view", "printer.control", "printer.camera", "fuse.view", "fuse.manage", "user.view",
          "user.manage"}},
        {Role::admin,
         {"printer.view", "printer.control", "printer.camera", "fuse.view", "fuse.manage", "user.view",
          "user.manage"}},
        {Role::operator_, {"printer.view", "printer.control", "printer.camera", "fuse.view"}},
        {Role::viewer, {"printer.view"}},
    };
    for (const auto& [role, permissions] : expected)
        EXPECT_EQ(permissions_of({.role = role}), permissions) << role_name(role);
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
}

TEST(Permission, LetsOnlyOwnersMakeAndUnmakeOwners) {
    EXPECT_TRUE(may_change_role({.role = Role::owner}, Role::viewer, Role::owner));
    EXPECT_TRUE(may_change_role({.role = Role::admin}, Role::viewer, Role::admin));
    EXPECT_FALSE(may_change_role({.role = Role::admin}, Role::owner, Role::viewer));
    EXPECT_FALSE(may_change_role({.role = Role::admin}, Role::viewer, Role::owner));
    EXPECT_FALSE(may_change_role({.role = Role::operator_}, Role::viewer, Role::operator_));
}

TEST(Role, IsReadAsItIsWritten) {
    for (const auto role : {Role::owner, Role::admin, Role::operator_, Role::viewer})
        EXPECT_EQ(parse_role(role_name(role)), role);
    EXPECT_EQ(parse_role("root"), std::nullopt);
}

}  // namespace
}  // namespace gantry::farm
