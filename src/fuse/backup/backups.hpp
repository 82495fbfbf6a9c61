// Export and import of printers. Owned by the program; the loop's thread only, while files are opened and
// sealed on the pool. What it is given outlives it.
#pragma once

#include "base/turnstile.hpp"
#include "base/worker_pool.hpp"
#include "fuse/backup/file.hpp"

namespace gantry::fuse::backup {

// What an import would do with one line of a file.
enum class Standing {
    addable,    // not here yet
    same,       // here, and the file says nothing else
    different,  // here, and the file says something else
    refused     // cannot be here: `problem` says why
};
BOOST_DESCRIBE_ENUM(Standing, addable, same, different, refused)

struct Difference {
    std::string what;  // "IP Address"
    std::string here;  // empty for what nobody may see
    std::string in_the_file;
};
BOOST_DESCRIBE_STRUCT(Difference, (), (what, here, in_the_file))

struct Line {
    std::size_t line = 0;  // counts from 0
    Standing standing = Standing::addable;
    std::string name;      // as in the file, shortened
    std::string known_as;  // the name of the printer that is here; empty = none
    std::string model;
    std::string serial;
    std::string address;
    std::string driver;
    bool needs_access_code = false;        // the file has none, and the printer wants one
    std::vector<printers::Field> missing;  // of its form: the secrets that the file does not have
    std::vector<Difference> differences;
    std::optional<farm::Problem> problem;
};
BOOST_DESCRIBE_STRUCT(Line, (),
                      (line, standing, name, known_as, model, serial, address, driver, needs_access_code,
                       missing, differences, problem))

struct Review {
    std::string host_name;  // where the file was written; empty = unknown
    std::int64_t made_at = 0;
    bool sealed = false;
    std::vector<Line> lines;
};
BOOST_DESCRIBE_STRUCT(Review, (), (host_name, made_at, sealed, lines))

// A line that a person wants: it is added, or takes the place of what is here.
struct Choice {
    std::size_t line = 0;
    // Typed beside it; what is empty is taken from the file, or kept.
    Secret access_code;
    printers::TypedOptions options;
};
BOOST_DESCRIBE_STRUCT(Choice, (), (line, access_code, options))

enum class Outcome { added, changed, unchanged, failed };
BOOST_DESCRIBE_ENUM(Outcome, added, changed, unchanged, failed)

struct Imported {
    std::size_t line = 0;
    std::string name;
    Outcome outcome = Outcome::unchanged;
    std::optional<farm::Problem> problem;
};
BOOST_DESCRIBE_STRUCT(Imported, (), (line, name, outcome, problem))

class Backups {
public:
    Backups(WorkerPool& pool, printers::Printers& printers, HashCost cost);

    // Errors: malformed (a passphrase that is too short; empty: without secrets).
    awaitable<Result<std::string>> write(Secret passphrase);
    // Changes nothing. Errors: those of backup::read.
    awaitable<Result<Review>> review(std::string file, Secret passphrase);
    // The chosen lines: each is on the disk, or says why not. Errors: those of backup::read, not_found (a
    // line that the file does not have), storage; then nothing was changed.
    awaitable<Result<std::vector<Imported>>> import(std::string file, Secret passphrase,
                                                    std::vector<Choice> choices);

private:
    awaitable<Result<Contents>> read(std::string file, Secret passphrase);
    Line look_at(const Contents& contents, std::size_t line) const;
    // Writes into `all` what became of those that were to be added or changed, in their order.
    awaitable<Result<>> take(std::vector<Imported>& all, std::vector<printers::Incoming> incoming);

    WorkerPool& pool_;
    printers::Printers& printers_;
    HashCost cost_;
    Turnstile one_at_a_time_;  // opening a sealed file takes memory
};

}  // namespace gantry::fuse::backup
