// A real SMTP server (Debian's aiosmtpd) on a free port of 127.0.0.1, which keeps what it is sent. Owned by
// the test.
#pragma once

#include <filesystem>
#include <optional>

#include "base/child_process.hpp"
#include "tests/cloud/test_cloud.hpp"
#include "tests/net/certificate.hpp"

namespace gantry::cloud::mail {

enum class Tls { none, start_tls, from_the_start };

// Who may hand it letters; nobody: everybody.
struct Login {
    std::string user = {};
    std::string password = {};
};

class SmtpServer {
public:
    SmtpServer(Executor executor, Tls tls, Login login = {});

    // Resumes when it answers; throws after 10 s.
    awaitable<void> ready();
    std::string url() const { return fmt::format("{}://127.0.0.1:{}", scheme_, port_); }
    // Its certificate is its own authority.
    std::string authority() const { return (folder_ / "cert.pem").string(); }
    // Waits until there are so many letters, whole as they came, in no order.
    awaitable<std::vector<std::string>> letters(std::size_t count);

private:
    TemporaryFolder folder_;
    std::string scheme_;
    std::uint16_t port_ = 0;
    std::optional<ChildProcess> process_;
};

// The text of a letter's base64 body.
std::string body_of(const std::string& letter);

}  // namespace gantry::cloud::mail
