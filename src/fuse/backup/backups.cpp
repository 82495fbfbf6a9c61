#include "fuse/backup/backups.hpp"

#include <algorithm>

#include "base/clock.hpp"
#include "base/log.hpp"
#include "base/utf8.hpp"
#include "fuse/activation/activation.hpp"
#include "fuse/backup/compare.hpp"
#include "fuse/printers/options.hpp"

namespace gantry::fuse::backup {
namespace {

constexpr auto area = "fuse.backup";
constexpr std::size_t min_passphrase_bytes = 10;
constexpr std::size_t max_passphrase_bytes = 1024;
constexpr std::size_t shown_characters = 120;

Result<> check_passphrase(const Secret& passphrase) {
    const auto size = passphrase.reveal().size();
    if (size == 0 || (size >= min_passphrase_bytes && size <= max_passphrase_bytes)) return {};
    return fail(Errc::malformed, "passphrase: at least 10 characters, so that nobody guesses it");
}

// Whatever a file calls them, a page must be able to show it.
std::string shown(const std::string& text) {
    auto characters = decode_utf8(text);
    if (!characters) return "(not text)";
    if (characters->size() <= shown_characters) return text;
    characters->resize(shown_characters);
    return encode_utf8(*characters) + "…";
}

farm::Problem problem_of(const Error& error) {
    return {std::string(name_of(error.code)), error.detail};
}

// When nothing comes between.
Outcome outcome_of(Standing standing) {
    switch (standing) {
        case Standing::addable:
            return Outcome::added;
        case Standing::same:
            return Outcome::unchanged;
        case Standing::different:
            return Outcome::changed;
        case Standing::refused:
            return Outcome::failed;
    }
    return Outcome::failed;
}

}  // namespace

Backups::Backups(WorkerPool& pool, printers::Printers& printers, HashCost cost)
    : pool_(pool), printers_(printers), cost_(cost) {}

awaitable<Result<std::string>> Backups::write(Secret passphrase) {
    if (auto fine = check_passphrase(passphrase); !fine) co_return std::unexpected(fine.error());
    const auto turn = co_await one_at_a_time_.enter();
    Origin origin{activation::host_name(), "gantry-fuse " GANTRY_VERSION, unix_ms_now()};
    std::vector<printers::PrinterConfig> configs;
    for (const auto& session : printers_.all())
        configs.push_back(session->config());
    log::info(area, "{} printers are exported {}", configs.size(),
              passphrase.empty() ? "without secrets" : "under a passphrase");
    auto work = [origin = std::move(origin), configs = std::move(configs), passphrase, cost = cost_] {
        return backup::write(origin, configs, passphrase, cost);
    };
    co_return co_await pool_.run(std::move(work));
}

awaitable<Result<Contents>> Backups::read(std::string file, Secret passphrase) {
    const auto turn = co_await one_at_a_time_.enter();
    auto work = [file = std::move(file), passphrase] { return backup::read(file, passphrase); };
    co_return co_await pool_.run(std::move(work));
}

Line Backups::look_at(const Contents& contents, std::size_t number) const {
    const auto& wanted = contents.printers[number];
    Line line{.line = number,
              .name = shown(wanted.name),
              .model = shown(wanted.model),
              .serial = shown(wanted.serial),
              .address = shown(wanted.address),
              .driver = shown(wanted.driver)};
    const auto refuse = [&line](Error error) {
        line.standing = Standing::refused;
        line.problem = problem_of(error);
        return line;
    };
    if (repeats_an_earlier_one(contents.printers, number))
        return refuse({Errc::conflict, "the file has this printer twice; the first one counts"});
    const auto* session = find_alike(printers_, wanted);
    if (session == nullptr) {
        line.missing =
            printers::missing_secrets(printers_.form(wanted.driver), wanted.access_code, wanted.options);
        line.needs_access_code = std::ranges::any_of(
            line.missing, [](const auto& field) { return !field.option && field.required; });
        if (auto fine = printers_.could_add(wanted); !fine) return refuse(fine.error());
        return line;
    }
    line.known_as = session->config().printer.name;
    line.differences = differences(session->config(), wanted, printers_.form(wanted.driver));
    line.standing = line.differences.empty() ? Standing::same : Standing::different;
    if (line.standing == Standing::same) return line;
    if (auto fine = printers_.could_overwrite(session->config().printer.id, wanted); !fine)
        return refuse(fine.error());
    return line;
}

awaitable<Result<Review>> Backups::review(std::string file, Secret passphrase) {
    const auto contents = co_await read(std::move(file), std::move(passphrase));
    if (!contents) co_return std::unexpected(contents.error());
    Review review{.host_name = shown(contents->origin.host_name),
                  .made_at = contents->origin.made_at,
                  .sealed = contents->sealed};
    for (std::size_t i = 0; i < contents->printers.size(); ++i)
        review.lines.push_back(look_at(*contents, i));
    co_return review;
}

awaitable<Result<>> Backups::take(std::vector<Imported>& all, std::vector<printers::Incoming> incoming) {
    const auto taken = co_await printers_.take(std::move(incoming));
    if (!taken) co_return std::unexpected(taken.error());
    auto outcome = taken->begin();
    for (auto& one : all) {
        if (one.outcome != Outcome::added && one.outcome != Outcome::changed) continue;
        if (!*outcome) {
            one.outcome = Outcome::failed;
            one.problem = problem_of(outcome->error());
        }
        ++outcome;
    }
    co_return Result<>{};
}

awaitable<Result<std::vector<Imported>>> Backups::import(std::string file, Secret passphrase,
                                                         std::vector<Choice> choices) {
    auto contents = co_await read(std::move(file), std::move(passphrase));
    if (!contents) co_return std::unexpected(contents.error());
    for (const auto& choice : choices)
        if (choice.line >= contents->printers.size())
            co_return fail(Errc::not_found, "the file has no such line; choose the file once more");
    std::vector<Imported> all;
    std::vector<printers::Incoming> incoming;
    for (auto& choice : choices) {
        auto& wanted = contents->printers[choice.line];
        if (!choice.access_code.empty()) wanted.access_code = std::move(choice.access_code);
        for (auto& [key, value] : choice.options)
            if (!value.empty()) wanted.options[key] = std::move(value);
        // As things are now: they may have changed since the review.
        const auto line = look_at(*contents, choice.line);
        all.push_back({line.line, line.name, outcome_of(line.standing), line.problem});
        if (line.standing == Standing::addable) incoming.push_back({.printer = wanted});
        if (line.standing == Standing::different)
            incoming.push_back({wanted, find_alike(printers_, wanted)->config().printer.id});
    }
    if (auto taken = co_await take(all, std::move(incoming)); !taken)
        co_return std::unexpected(taken.error());
    const auto done = std::ranges::count_if(all, [](const Imported& line) {
        return line.outcome == Outcome::added || line.outcome == Outcome::changed;
    });
    log::info(area, "{} of {} chosen printers were imported", done, all.size());
    co_return all;
}

}  // namespace gantry::fuse::backup
