// A transaction on SQLite. On the database's thread; rolled back unless it is committed.
#pragma once

#include <soci/soci.h>

namespace gantry::cloud::storage {

enum class Access { read, write };

// Another connection writes, and the session's patience with it is over.
class Locked : public soci::soci_error {
public:
    Locked() : soci::soci_error("another program writes to the database") {}
};

class Transaction {
public:
    // One that writes has the database for itself from its beginning: what it reads still holds when it
    // writes. One that reads waits for nobody, and cannot write. Throws Locked, soci_error.
    Transaction(soci::session& session, Access access);
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    ~Transaction();

    // Throws soci_error.
    void commit();

private:
    soci::session& session_;
    Access access_;
    bool open_ = true;
};

}  // namespace gantry::cloud::storage
