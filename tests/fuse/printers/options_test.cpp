#include "fuse/printers/options.hpp"

#include <gtest/gtest.h>

namespace gantry::fuse::printers {
namespace {

AddForm form() {
    return {.title = "Kiln",
            .preparation = "",
            .fields = {
                {.key = "access_code", .kind = FieldKind::secret, .label = "Access Code"},
                {.key = "user", .option = true, .label = "User", .required = true},
                {.key = "pin", .option = true, .label = "PIN", .length = 4},
                {.key = "mode", .option = true, .kind = FieldKind::choice, .label = "Mode", .choices = {"a"}},
                {.key = "key", .option = true, .kind = FieldKind::secret, .label = "Key", .required = true},
                {.key = "port", .option = true, .kind = FieldKind::port, .label = "Port"},
                {.key = "url", .option = true, .kind = FieldKind::url, .label = "Camera"}}};
}

Result<PrinterConfig> with(const std::string& key, const std::string& text) {
    PrinterConfig config;
    if (auto taken = apply({{key, Secret(text)}}, form(), config); !taken)
        return std::unexpected(taken.error());
    return config;
}

TEST(Options, TakeWhatTheirFieldsSay) {
    const std::pair<const char*, const char*> good[] = {{"user", "Ünï \"q\" <b>"},
                                                        {"pin", "öäüß"},
                                                        {"mode", "a"},
                                                        {"port", "1"},
                                                        {"port", "65535"},
                                                        {"url", "http://192.168.0.30/webcam/?action=stream"},
                                                        {"url", "https://cam.local:8443"},
                                                        {"url", "rtsp://[::1]:554/a@b"},
                                                        {"url", "rtsps://10.0.0.1/live"}};
    for (const auto& [key, text] : good) {
        const auto config = with(key, text);
        ASSERT_TRUE(config) << key << " " << text << ": " << config.error().detail;
        EXPECT_EQ(config->options, (std::map<std::string, std::string>{{key, text}}));
        EXPECT_TRUE(config->secrets.empty());
    }
}

TEST(Options, NameWhatTheirFieldsRefuse) {
    const std::tuple<std::string, std::string, std::string> bad[] = {
        {"colour", "red", "no \"colour\""},
        {"access_code", "12345678", "no \"access_code\""},
        {std::string(300, 'x'), "1", "no such field"},
        {"user", "a\r\nX-Admin: 1", "User: not a line of text"},
        {"user", "\xff", "User: not a line of text"},
        {"key", "a\nb", "Key: not a line of text"},
        {"pin", "123", "PIN: it has 4 characters"},
        {"mode", "b", "Mode: not one of the choices"},
        {"port", "0", "from 1 to 65535"},
        {"port", "65536", "from 1 to 65535"},
        {"port", "80 ", "from 1 to 65535"},
        {"port", "-1", "from 1 to 65535"},
        {"url", "192.168.0.30", "it begins with http://"},
        {"url", "file:///etc/passwd", "it begins with http://"},
        {"url", "http://", "it looks like http://"},
        {"url", "rtsp://host:0/", "it looks like http://"},
        {"url", "http://me:pass@host/", "user and password"}};
    for (const auto& [key, text, says] : bad) {
        const auto config = with(key, text);
        ASSERT_FALSE(config) << key << " " << text;
        EXPECT_EQ(config.error().code, Errc::malformed);
        EXPECT_TRUE(config.error().detail.contains(says)) << config.error().detail;
        if (key == "key") EXPECT_FALSE(config.error().detail.contains(text));
    }
}

TEST(Options, AreFewAndShort) {
    EXPECT_TRUE(with("user", std::string(max_option_bytes, 'x')));
    EXPECT_EQ(with("user", std::string(max_option_bytes + 1, 'x')).error().code, Errc::too_large);
    TypedOptions many;
    for (std::size_t i = 0; i <= max_options; ++i)
        many[std::to_string(i)] = Secret("x");
    PrinterConfig config;
    EXPECT_EQ(apply(many, form(), config).error().code, Errc::too_large);
}

TEST(Options, KeepASecretThatIsNotTypedAnew) {
    PrinterConfig config;
    const auto change = [&config](const std::string& key, const std::string& text) {
        return apply({{key, Secret(text)}}, form(), config).has_value();
    };
    EXPECT_TRUE(change("key", "one") && change("user", "eva"));
    EXPECT_TRUE(check_options(config, form()));
    EXPECT_TRUE(change("key", "") && change("user", ""));
    EXPECT_EQ(config.secrets.at("key"), Secret("one"));
    EXPECT_EQ(option(config, "user"), "");
    EXPECT_EQ(check_options(config, form()).error().detail, "User: it is missing");
    EXPECT_EQ(secrets_of(config), (std::vector{Secret(), Secret("one")}));
}

TEST(Options, LoseWhatAChangeTakesAway) {
    PrinterConfig config{.access_code = Secret("12345678")};
    EXPECT_EQ(stored_secrets(config), std::vector<std::string>{"access_code"});
    EXPECT_TRUE(
        change({{"key", Secret("one")}, {"user", Secret("eva")}, {"pin", Secret("1234")}}, form(), config));
    EXPECT_EQ(stored_secrets(config), (std::vector<std::string>{"access_code", "key"}));
    EXPECT_TRUE(
        change({{"key", std::nullopt}, {"pin", std::nullopt}, {"port", std::nullopt}}, form(), config));
    EXPECT_EQ(stored_secrets(config), std::vector<std::string>{"access_code"});
    EXPECT_EQ(config.options, (std::map<std::string, std::string>{{"user", "eva"}}));
    EXPECT_EQ(change({{"colour", std::nullopt}}, form(), config).error().code, Errc::malformed);
    EXPECT_EQ(check_options(config, form()).error().detail, "Key: it is missing");
}

TEST(Options, NameARefusedSecretByItsLabel) {
    const auto called = [](const std::string& label) {
        return wrong_secret({.fields = {{.key = "k", .kind = FieldKind::secret, .label = label}}});
    };
    EXPECT_EQ(called("API Key"), "Wrong API key");
    EXPECT_EQ(called("Access Code"), "Wrong access code");
    EXPECT_EQ(called("PIN"), "Wrong PIN");
    EXPECT_EQ(called("OctoPrint X-Api-Key"), "Wrong OctoPrint X-Api-Key");
    EXPECT_EQ(called("Öl  Key "), "Wrong Öl  key");
    EXPECT_EQ(wrong_secret(form()), "Wrong key") << "the required one";
    EXPECT_EQ(wrong_secret({}), "");
}

TEST(Options, KnowWhichSecretsAreMissing) {
    EXPECT_EQ(missing_secrets(form(), {}, {}).size(), 2u);
    const auto missing = missing_secrets(form(), Secret("12345678"), {{"user", Secret("eva")}});
    ASSERT_EQ(missing.size(), 1u);
    EXPECT_EQ(missing.front().key, "key");
    EXPECT_TRUE(missing_secrets(form(), Secret("1"), {{"key", Secret("one")}}).empty());
}

}  // namespace
}  // namespace gantry::fuse::printers
