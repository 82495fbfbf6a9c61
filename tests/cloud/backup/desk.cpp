#include "tests/cloud/backup/desk.hpp"

#include <fstream>

namespace gantry::cloud {

namespace fs = std::filesystem;

namespace {

awaitable<std::string> store_of(CloudProcess& cloud, std::string cookie) {
    const auto stores = co_await cloud.call(Method::get, "/api/stores", {}, cookie);
    if (!stores || stores->status != 200) co_return "";
    co_return text_at(parse_json(stores->body)->as_array().at(0).as_object(), "name");
}

}  // namespace

std::set<std::string> names_in(const fs::path& folder) {
    std::set<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder))
        names.insert(entry.path().filename().string());
    return names;
}

void write(const fs::path& file, std::string_view text) {
    std::ofstream(file, std::ios::binary) << text;
}

std::string content_of(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

Desk::Desk(Executor executor) : executor_(executor), cloud(executor, folder / "data") {
    fs::create_directories(kept);
}

awaitable<std::string> Desk::open() {
    co_await cloud.ready();
    co_return co_await cloud.set_up("Before");
}

awaitable<Outcome> Desk::backup(fs::path file, std::string file_limit) {
    return run_cloud(executor_, {"backup", file.string(), "--data", data.string()}, file_limit);
}

awaitable<Outcome> Desk::restore(fs::path file, fs::path to) {
    return run_cloud(executor_, {"restore", file.string(), "--data", to.string()});
}

awaitable<std::string> Desk::store_on(fs::path other) {
    CloudProcess again(executor_, other);
    co_await again.ready();
    const auto signed_in = co_await again.call(
        Method::post, "/api/session", {{"email", "owner@example.org"}, {"password", "a long password"}}, "");
    if (!signed_in || signed_in->status != 200) co_return "nobody signs in";
    const auto name = co_await store_of(again, browser_of(*signed_in).access);
    EXPECT_EQ(co_await again.stop(), 0);
    co_return name;
}

awaitable<std::string> Desk::store_now(std::string cookie) {
    return store_of(cloud, std::move(cookie));
}

}  // namespace gantry::cloud
