#include "cloud/server/health.hpp"

namespace gantry::cloud::server {

Health::Health(Executor executor, storage::Database& database, std::filesystem::path data,
               HealthLimits limits)
    : database_(database),
      data_(std::move(data)),
      limits_(limits),
      supervisor_(std::move(executor), "cloud.health") {}

// On the database's thread: a disk that hangs must not hold the event loop.
awaitable<Result<>> Health::ask() {
    auto work = [data = data_, least = limits_.free_bytes](soci::session& sql) -> Result<> {
        int count = 0;
        sql << "SELECT COUNT(*) FROM migrations", soci::into(count);
        std::error_code error;
        const auto space = std::filesystem::space(data, error);
        if (error) return fail(Errc::storage, "the data folder cannot be read: " + error.message());
        if (space.available >= least) return {};
        return fail(Errc::storage,
                    fmt::format("the disk of the data folder is full: {} MB are left; make room",
                                space.available / 1'000'000));
    };
    co_return co_await database_.read(std::move(work));
}

awaitable<Result<>> Health::ready() {
    if (!asked_) {
        asked_ = std::make_shared<Outcome>();
        supervisor_.run("question", [this, asked = asked_]() -> awaitable<void> {
            *asked = co_await ask();
            asked_.reset();
        });
    }
    const auto asked = asked_;
    const auto deadline = std::chrono::steady_clock::now() + limits_.answer;
    while (!*asked && std::chrono::steady_clock::now() < deadline)
        co_await sleep_for(10ms);
    co_return asked->value_or(
        fail(Errc::storage, "the database does not answer: look at the disk of the data folder"));
}

}  // namespace gantry::cloud::server
