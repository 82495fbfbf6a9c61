#include "net/ftps/visit.hpp"

#include <charconv>

#include "net/ftps/session.hpp"

namespace gantry::net::ftps {
namespace {

Result<Room> visit_now(Target target, std::stop_token stop) {
    Session session(std::move(target), std::move(stop));
    Room room;
    session.on_line = [&room](std::string_view line) {
        if (const auto bytes = number_of(line)) room.free_bytes = bytes;
    };
    if (auto asked = session.say({"AVBL"}); !asked) return std::unexpected(asked.error());
    return room;
}

}  // namespace

std::optional<std::uint64_t> number_of(std::string_view line) {
    constexpr std::string_view start = "213 ";
    if (!line.starts_with(start)) return std::nullopt;
    line.remove_prefix(start.size());
    std::uint64_t bytes = 0;
    const auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), bytes);
    const std::string_view rest(end, static_cast<std::size_t>(line.data() + line.size() - end));
    if (error != std::errc() || rest.find_first_not_of(' ') != rest.npos) return std::nullopt;
    return bytes;
}

awaitable<Result<Room>> visit(WorkerPool& pool, Target target, std::stop_token stop) {
    auto work = [target = std::move(target), stop = std::move(stop)] { return visit_now(target, stop); };
    co_return co_await pool.run(std::move(work));
}

}  // namespace gantry::net::ftps
