// One SQLite file by SQLite's own interface, for what SOCI does not offer. For this folder alone; one thread.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "base/result.hpp"

struct sqlite3;

namespace gantry::cloud::backup {

class Sqlite {
public:
    enum class Access { read, write };
    // Errors: storage.
    static Result<Sqlite> open(const std::filesystem::path& file, Access access);

    // Errors: malformed (no database), storage.
    Result<> execute(const std::string& statement);
    // The first column of the first row; empty without one. Errors as above.
    Result<std::string> text_of(const std::string& query);
    // Replaces all that is in this one. While others write to `source`, it gets what was committed at one
    // moment.
    Result<> copy_all_of(Sqlite& source);
    void close() { handle_.reset(); }

private:
    struct Close {
        void operator()(sqlite3* handle) const;
    };
    explicit Sqlite(sqlite3* handle) : handle_(handle) {}
    std::unexpected<Error> failure() const;

    std::unique_ptr<sqlite3, Close> handle_;
};

}  // namespace gantry::cloud::backup
