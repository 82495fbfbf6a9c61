#include <fmt/format.h>

#include <boost/asio/io_context.hpp>

#include "base/json.hpp"
#include "base/supervisor.hpp"
#include "cli/commands.hpp"

namespace gantry::cli {
namespace {

using bambu::cloud::TtCode;

constexpr int wrong_usage = 2;

json::object document_of(const TtCode& code) {
    return {{"ttcode", code.ttcode},
            {"authkey", code.authkey.reveal()},
            {"passwd", code.passwd.reveal()},
            {"region", code.region},
            {"type", code.type},
            {"cloud_streaming", code.offers_cloud_streaming()}};
}

// Secrets: whoever runs this command asks for them.
void print(const TtCode& code, bool as_json) {
    if (as_json) {
        fmt::print("{}\n", to_text(document_of(code)));
        return;
    }
    fmt::print("TUTK UID: {}\nAuth key: {}\nPassword: {}\nRegion:   {}\n", code.ttcode, code.authkey.reveal(),
               code.passwd.reveal(), code.region);
}

}  // namespace

int print_ttcode(const TtcodeOptions& options) {
    if (!options.bambu.given()) {
        fmt::print(stderr, "gantry ttcode: --token-file is needed: a file with the Bambu account's token\n");
        return wrong_usage;
    }
    const auto client = bambu_client(options.bambu);
    if (!client) {
        fmt::print(stderr, "gantry ttcode: {}\n", client.error().detail);
        return wrong_usage;
    }
    asio::io_context loop;
    Supervisor supervisor(loop.get_executor(), "ttcode");
    int status = 1;
    supervisor.run("ask", [&]() -> awaitable<void> {
        const auto code = co_await client->get_ttcode(options.serial);
        status = code ? 0 : 1;
        if (code) co_return print(*code, options.json);
        fmt::print(stderr, "gantry ttcode: {} ({})\n", code.error().detail, name_of(code.error().code));
    });
    loop.run();
    return status;
}

}  // namespace gantry::cli
