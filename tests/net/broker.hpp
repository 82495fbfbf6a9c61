// A real mosquitto with TLS and one account, on a loopback address of its own. Owned by the test.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>

namespace gantry::testing {

struct BrokerOptions {
    std::string common_name = "01P00A000000001";  // of its certificate, made for this broker
    std::string username = "bblp";
    std::string password = "12345678";
    std::string extra;  // more lines of its configuration
};

class Broker {
public:
    // Throws std::runtime_error when mosquitto does not answer within 10 s.
    explicit Broker(BrokerOptions options = {});
    ~Broker();
    Broker(const Broker&) = delete;
    Broker& operator=(const Broker&) = delete;

    const std::string& address() const { return address_; }
    std::uint16_t port() const { return port_; }
    void kill();

private:
    void write_files(const BrokerOptions& options);
    void wait_until_it_answers();

    std::string folder_;
    std::string address_;
    std::uint16_t port_ = 0;
    pid_t process_ = -1;
};

}  // namespace gantry::testing
