// How print files get onto printers of a driver. Registered by the driver's name (fuse/registry.cpp); the
// loop's thread only.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <stop_token>
#include <string>

#include "base/bytes.hpp"
#include "base/worker_pool.hpp"
#include "farm/printer.hpp"
#include "fuse/printers/config.hpp"

namespace gantry::fuse::printers {

struct Delivery {
    PrinterConfig config;
    std::string name;  // on the printer
    std::uint64_t bytes = 0;
    // At most `limit` bytes from there, fewer at the end only. On a worker's thread.
    std::function<Result<Bytes>(std::uint64_t offset, std::size_t limit)> read;
    std::function<void(std::uint64_t sent)> progress;  // on a worker's thread
    WorkerPool* pool = nullptr;                        // outlives the delivery
    std::stop_token stop;
    bool in_clear = false;  // the file, after a delivery that got nowhere and said so
};

// Why a file is not on the printer.
struct Undelivered {
    Error error;
    std::string cause;               // a name of api/causes.json, which says what to do; may be empty
    bool worth_another_try = false;  // as it is, without a person
    bool in_clear = false;           // the next try: the data connection got nowhere under TLS
};

class FileSender {
public:
    virtual ~FileSender() = default;
    // What a file will be called there. Errors: unsupported (such a printer does not print it).
    virtual Result<std::string> name_there(const std::string& name) const = 0;
    // Nothing, or why the printer can take no file now, by what it reported.
    virtual std::optional<Undelivered> refuses(const PrinterConfig& config,
                                               const farm::PrinterState& state) const = 0;
    // Sent, confirmed and compared in size; `stop` ends it within some seconds.
    virtual awaitable<std::expected<void, Undelivered>> send(Delivery delivery) const = 0;
};

// By the name of the driver; printers of one that has none take no files.
using FileSenders = std::map<std::string, std::unique_ptr<FileSender>>;

}  // namespace gantry::fuse::printers
