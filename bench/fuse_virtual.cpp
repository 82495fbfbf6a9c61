// fuse.virtual: cores of a Fuse with 20 virtual printers that have nothing to do, and of the camera of one
// that prints while somebody reads it.
#include <unistd.h>

#include <filesystem>

#include "base/json.hpp"
#include "base/supervisor.hpp"
#include "bench/cpu_seconds.hpp"
#include "fuse/application.hpp"
#include "fuse/cameras/feed.hpp"
#include "fuse/cameras/virtual/source.hpp"
#include "net/http/client.hpp"

namespace {

using namespace gantry;
namespace fs = std::filesystem;

constexpr int printers = 20;
constexpr auto measured_for = 20s;

awaitable<void> measure(const char* name) {
    co_await sleep_for(5s);  // what starting costs is not what is asked
    const auto before = cpu_seconds();
    co_await sleep_for(measured_for);
    const auto cores = (cpu_seconds() - before) / std::chrono::duration<double>(measured_for).count();
    fmt::print("{{\"bench\":\"fuse.virtual\",\"n\":\"{}\",\"value\":{:.4f},\"unit\":\"core\"}}\n", name,
               cores);
}

awaitable<void> call(net::http::Method method, std::string url, std::string body) {
    net::http::ClientRequest request{.method = method, .url = std::move(url)};
    request.headers["content-type"] = "application/json";
    request.body = std::move(body);
    const auto response = co_await net::http::fetch(std::move(request));
    if (!response || response->status >= 300)
        throw std::runtime_error(response ? response->body : response.error().detail);
}

awaitable<void> measure_idle(Executor executor, std::string folder) {
    fuse::Application application(
        executor,
        {.data = folder, .port = 0, .gateway_url = "http://127.0.0.1:1", .ice_addresses = {"127.0.0.1"}});
    Supervisor supervisor(executor, "bench");
    auto running = supervisor.spawn("fuse", [&] { return application.run(); });
    const auto base = fmt::format("http://127.0.0.1:{}", application.port());
    co_await call(net::http::Method::patch, base + "/api/settings", R"({"gateway_enabled":false})");
    for (int i = 0; i < printers; ++i)
        co_await call(net::http::Method::post, base + "/api/printers",
                      fmt::format(R"({{"driver":"virtual","name":"Demo {}"}})", i));
    co_await measure("idle_core");
    running.cancel();
    co_await running.join();
}

awaitable<void> measure_live(Executor executor) {
    WorkerPool pool(2);
    fuse::cameras::Subject subject{.printer = {.name = "Demo"}};
    subject.state.connection = farm::Connection::online;
    subject.state.activity = farm::Activity::printing;
    subject.state.progress = {.percent = 48, .remaining_minutes = 60, .layer = 60, .total_layers = 120};
    fuse::cameras::CameraFeed feed(executor, pool, "Demo", [&] {
        return Result<std::unique_ptr<fuse::cameras::CameraSource>>(
            fuse::cameras::virtual_camera::make_source({.pool = &pool, .subject = [&] { return subject; }}));
    });
    auto reader = feed.read([](const fuse::cameras::Frame&) {});
    co_await measure("live_core");
    reader.reset();
    co_await feed.stop();
}

int run() {
    const auto folder = fs::temp_directory_path() / fmt::format("gantry-bench-virtual-{}", getpid());
    const std::shared_ptr<void> cleaned(nullptr, [folder](void*) { fs::remove_all(folder); });
    asio::io_context loop;
    Supervisor supervisor(loop.get_executor(), "bench");
    auto outcome = std::make_shared<int>(1);
    supervisor.run("measure", [&]() -> awaitable<void> {
        co_await measure_idle(loop.get_executor(), folder.string());
        co_await measure_live(loop.get_executor());
        *outcome = 0;
    });
    loop.run();
    return *outcome;
}

}  // namespace

int main() {
    return run();
}
