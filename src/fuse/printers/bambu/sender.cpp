#include "fuse/printers/bambu/sender.hpp"

#include <atomic>

#include "bambu/doctor/storage.hpp"
#include "bambu/files/name.hpp"
#include "fuse/printers/bambu/storage.hpp"
#include "net/ftps/upload.hpp"

namespace gantry::fuse::printers::bambu {
namespace {

namespace doctor = gantry::bambu::doctor;
namespace ftps = net::ftps;

// Written on the worker's thread, read after it.
struct Seen {
    std::atomic<bool> had_begun = false;
    std::atomic<bool> has_sent = false;
};

// Some A1s hang in the handshake of the data connection (docs/protocols/bambu-files.md, section 2).
bool may_hang_under_tls(const PrinterConfig& config) {
    return config.printer.model.starts_with("A1");
}

bool is_passing(const Error& error) {
    return error.code == Errc::offline || error.code == Errc::timeout || error.code == Errc::malformed;
}

Undelivered judged(const PrinterConfig& config, const Error& error, bool had_begun, bool has_sent) {
    const auto finding = doctor::judge_upload(error, had_begun);
    return {.error = error,
            .cause = finding.cause,
            .worth_another_try = is_passing(error),
            .in_clear = !has_sent && error.code == Errc::timeout && may_hang_under_tls(config)};
}

class BambuFileSender final : public FileSender {
public:
    Result<std::string> name_there(const std::string& name) const override {
        return gantry::bambu::files::name_on_printer(name);
    }

    std::optional<Undelivered> refuses(const PrinterConfig&, const farm::PrinterState& state) const override {
        const auto finding = doctor::judge_reported(storage_of(state.storage));
        if (!finding) return std::nullopt;
        const auto* advice = doctor::advice_for(finding->cause);
        const auto todo = advice == nullptr || advice->todo.empty() ? "" : " " + advice->todo.front();
        return Undelivered{.error = {Errc::rejected, finding->seen + todo}, .cause = finding->cause};
    }

    awaitable<std::expected<void, Undelivered>> send(Delivery delivery) const override {
        const auto& config = delivery.config;
        ftps::Target target{.address = config.address,
                            .port = config.ports.ftps != 0 ? config.ports.ftps : ftps_port,
                            .user = "bblp",
                            .password = config.access_code,
                            .verify = net::tls::expect(config.printer.serial, config.fingerprint)};
        const auto seen = std::make_shared<Seen>();
        ftps::Upload file{.name = delivery.name,
                          .bytes = delivery.bytes,
                          .read = delivery.read,
                          .progress =
                              [seen, tell = delivery.progress](std::uint64_t bytes) {
                                  seen->had_begun = true;
                                  if (bytes > 0) seen->has_sent = true;
                                  tell(bytes);
                              },
                          .in_clear = delivery.in_clear};
        const auto done =
            co_await ftps::upload(*delivery.pool, std::move(target), std::move(file), delivery.stop);
        if (!done) co_return std::unexpected(judged(config, done.error(), seen->had_begun, seen->has_sent));
        co_return std::expected<void, Undelivered>();
    }
};

}  // namespace

std::unique_ptr<FileSender> file_sender() {
    return std::make_unique<BambuFileSender>();
}

}  // namespace gantry::fuse::printers::bambu
