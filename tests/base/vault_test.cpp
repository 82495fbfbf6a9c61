#include "base/vault.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "base/random.hpp"

namespace gantry {
namespace {

struct Folder {
    Folder() { std::filesystem::create_directories(path); }
    ~Folder() { std::filesystem::remove_all(path); }
    std::string file(const std::string& name) const { return path / name; }
    std::filesystem::path path = std::filesystem::temp_directory_path() / ("gantry-vault-" + random_id());
};

TEST(Vault, DoesNotOpenWhatAnotherKeySealed) {
    const Folder folder;
    const Vault one(folder.file("one"));
    const Vault other(folder.file("other"));
    const auto sealed = one.seal(Secret("text"));
    EXPECT_EQ(one.open(sealed)->reveal(), "text");
    EXPECT_EQ(other.open(sealed).error().code, Errc::storage);
    EXPECT_EQ(one.open("AAAA").error().code, Errc::storage);
}

TEST(Vault, HasTheSameKeyForTheSamePurposeAlsoAfterARestart) {
    const Folder folder;
    const auto first = Vault(folder.file("key")).key_for("tokens");
    const Vault again(folder.file("key"));
    EXPECT_EQ(first, again.key_for("tokens"));
    EXPECT_FALSE(first == again.key_for("other"));
    EXPECT_FALSE(first == Vault(folder.file("other")).key_for("tokens"));
    EXPECT_EQ(first.reveal().size(), 32u);
}

TEST(Vault, RefusesAKeyThatOthersMayRead) {
    const Folder folder;
    static_cast<void>(Vault(folder.file("key")));
    EXPECT_EQ(std::filesystem::status(folder.file("key")).permissions(), std::filesystem::perms(0600));
    std::filesystem::permissions(folder.file("key"), std::filesystem::perms(0644));
    EXPECT_THROW(Vault(folder.file("key")), std::runtime_error);
}

}  // namespace
}  // namespace gantry
