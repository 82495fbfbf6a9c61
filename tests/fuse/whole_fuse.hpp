// A whole Fuse on a free loopback port, used as its web page uses it.
#pragma once

#include <gtest/gtest.h>

#include <functional>

#include "base/supervisor.hpp"
#include "fuse/application.hpp"
#include "net/http/client.hpp"
#include "net/tcp/stream.hpp"
#include "net/websocket/connection.hpp"
#include "tests/base/run_coroutine.hpp"
#include "tests/base/temporary_folder.hpp"
#include "tests/fuse/fake_cloud.hpp"
#include "tests/sim/rig.hpp"

namespace gantry::fuse {

using net::http::Method;
using net::http::Response;
using sim::eventually;

class WholeFuse {
public:
    // On loopback alone; for tests that shorten some limit.
    static Options usual(const std::string& data, const std::string& cloud_url) {
        return {.data = data,
                .listen = "127.0.0.1",
                .port = 0,
                .gateway_url = cloud_url,
                .ice_addresses = {"127.0.0.1"},
                .discovery = {.interfaces = {"lo"}},
                .access = {.hash_cost = HashCost::cheapest}};
    }

    WholeFuse(Executor executor, const std::string& data, const std::string& cloud_url)
        : WholeFuse(executor, usual(data, cloud_url)) {}
    WholeFuse(Executor executor, const std::string& data, const std::string& cloud_url,
              access::AccessOptions access, stats::Limits stats = {})
        : WholeFuse(executor, with(usual(data, cloud_url), std::move(access), stats)) {}
    WholeFuse(Executor executor, Options options)
        : supervisor_(executor, "test"), application_(executor, std::move(options)) {
        running_ = supervisor_.spawn("fuse", [this] { return application_.run(); });
    }

    awaitable<void> stop() {
        running_.cancel();
        co_await running_.join();
    }

    std::uint16_t port() const { return application_.port(); }
    const std::vector<net::http::Route>& routes() const { return application_.routes(); }

    std::string url(const std::string& path, const std::string& scheme = "http") const {
        return scheme + "://127.0.0.1:" + std::to_string(application_.port()) + path;
    }

    awaitable<Response> call(Method method, std::string path, std::string body = "",
                             std::string type = "application/json", std::string origin = "") {
        net::http::ClientRequest request{.method = method, .url = url(path), .limit = 30s};
        request.headers["content-type"] = type;
        if (!origin.empty()) request.headers["origin"] = origin;
        request.body = std::move(body);
        auto response = co_await net::http::fetch(std::move(request));
        if (!response) throw std::runtime_error(path + ": " + response.error().detail);
        co_return std::move(*response);
    }

    // With these headers besides; whatever the answer.
    awaitable<Response> ask(Method method, std::string path, net::http::Headers headers,
                            std::string body = "") {
        net::http::ClientRequest request{.method = method, .url = url(path), .headers = std::move(headers)};
        request.limit = 30s;
        request.body = std::move(body);
        auto response = co_await net::http::fetch(std::move(request));
        if (!response) throw std::runtime_error(path + ": " + response.error().detail);
        co_return std::move(*response);
    }

    // Under another name than its own; the whole answer as it came.
    awaitable<std::string> ask_as(std::string host, Method method, std::string path,
                                  net::http::Headers headers) {
        auto stream = co_await net::tcp::connect("127.0.0.1", port(), 5s);
        if (!stream) throw std::runtime_error(stream.error().detail);
        const std::map<Method, std::string> names = {{Method::get, "GET"},
                                                     {Method::post, "POST"},
                                                     {Method::put, "PUT"},
                                                     {Method::patch, "PATCH"},
                                                     {Method::del, "DELETE"}};
        auto text = names.at(method) + " " + path + " HTTP/1.1\r\nHost: " + host + "\r\n";
        headers.try_emplace("connection", "close");
        for (const auto& [name, value] : headers)
            text += name + ": " + value + "\r\n";
        text += "\r\n";
        co_await (*stream)->write(as_bytes(text));
        Bytes chunk(4096);
        const auto count = co_await within(5s, (*stream)->read_some(chunk));
        co_return std::string(as_text(BytesView(chunk).first(count)));
    }

    awaitable<json::value> get(std::string path) {
        const auto response = co_await call(Method::get, path);
        EXPECT_EQ(response.status, 200) << path << response.body;
        co_return *parse_json(response.body);
    }

    // Adds a simulated printer and waits until it is online; its id.
    awaitable<std::string> add(const sim::SimulatedPrinter& printer) {
        const json::value wanted = {{"name", "Workshop"},
                                    {"address", printer.address()},
                                    {"access_code", "12345678"},
                                    {"ports",
                                     {{"mqtt", printer.ports().mqtt},
                                      {"ftps", printer.ports().ftps},
                                      {"camera", printer.ports().camera}}}};
        const auto added = co_await call(Method::post, "/api/printers", to_text(wanted));
        EXPECT_EQ(added.status, 201) << added.body;
        const auto view = *parse_json(added.body);
        const std::string id(view.at("printer").at("id").as_string());
        EXPECT_TRUE(co_await reaches("/api/printers/" + id, "/state/connection", "online"));
        co_return id;
    }

    // Asks until the member at `pointer` is `text`.
    awaitable<bool> reaches(std::string path, std::string pointer, std::string text) {
        const auto end = std::chrono::steady_clock::now() + 15s;
        while (std::chrono::steady_clock::now() < end) {
            const auto view = co_await get(path);
            boost::system::error_code none;
            const auto* found = view.find_pointer(pointer, none);
            if (found != nullptr && found->is_string() && found->get_string() == text) co_return true;
            co_await sleep_for(20ms);
        }
        co_return false;
    }

    // After a restart that was asked for at the time of `before`.
    awaitable<bool> comes_back(json::value before) {
        const auto end = std::chrono::steady_clock::now() + 15s;
        while (std::chrono::steady_clock::now() < end) {
            net::http::ClientRequest request{.url = url("/api/status")};
            const auto status = co_await net::http::fetch(std::move(request));
            if (status && status->status == 200 && parse_json(status->body)->at("started_at") != before)
                co_return true;
            co_await sleep_for(20ms);
        }
        co_return false;
    }

private:
    static Options with(Options options, access::AccessOptions access, stats::Limits stats) {
        options.access = std::move(access);
        options.stats = stats;
        return options;
    }

    Supervisor supervisor_;
    Application application_;
    Task running_;
};

// Where no Cloud answers.
inline constexpr auto no_cloud = "http://127.0.0.1:1";

// Runs the test with a Fuse that no Cloud knows, and stops it.
inline void with_fuse(std::function<awaitable<void>(WholeFuse&)> test) {
    run_coroutine([&test](Executor executor) -> awaitable<void> {
        const testing::TemporaryFolder folder;
        WholeFuse fuse(executor, folder.path(), no_cloud);
        co_await test(fuse);
        co_await fuse.stop();
    });
}

// The same with a simulated printer, which Fuse does not know yet.
inline void with_printer(std::function<awaitable<void>(WholeFuse&, sim::Rig&)> test) {
    run_coroutine([&test](Executor executor) -> awaitable<void> {
        const testing::TemporaryFolder folder;
        sim::Rig sim(executor, {.files = false});
        EXPECT_TRUE(co_await sim.printer.start());
        WholeFuse fuse(executor, folder.path(), no_cloud);
        co_await test(fuse, sim);
        co_await fuse.stop();
        co_await sim.printer.stop();
    });
}

// With a Fuse at a scripted Cloud; the script is written before Fuse asks anything.
inline void with_cloud(std::function<void(testing::FakeCloud&)> script,
                       std::function<awaitable<void>(WholeFuse&, testing::FakeCloud&)> test) {
    run_coroutine([&](Executor executor) -> awaitable<void> {
        const testing::TemporaryFolder folder;
        testing::FakeCloud cloud(executor);
        script(cloud);
        WholeFuse fuse(executor, folder.path(), cloud.url());
        co_await test(fuse, cloud);
        co_await fuse.stop();
        co_await cloud.stop();
    });
}

// With a Fuse that is activated there and connected.
inline void with_cloud(std::function<awaitable<void>(WholeFuse&, testing::FakeCloud&)> test) {
    with_cloud([](testing::FakeCloud&) {},
               [&test](WholeFuse& fuse, testing::FakeCloud& cloud) -> awaitable<void> {
                   EXPECT_TRUE(co_await fuse.reaches("/api/status", "/cloud/state", "connected"));
                   co_await test(fuse, cloud);
               });
}

}  // namespace gantry::fuse
