// A simulated cloud of the maker over plain HTTP on a loopback address. Owned by a test or by the command;
// the loop's thread only.
#pragma once

#include <boost/describe/enum.hpp>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/asio.hpp"
#include "base/result.hpp"
#include "base/secret.hpp"

namespace gantry::net::http {
class Server;
}

namespace gantry::sim {

enum class CloudFault {
    none,
    token_expired,    // 401 code 4
    not_for_clients,  // 403 code 8: unsigned requests are refused
    blocked,          // 403 with a page, as of a block in front of it
    out_of_order,     // 500
    malformed,        // 200 with something else
    nothing,          // 200 with an empty ttcode
    slow              // no answer for a minute
};
BOOST_DESCRIBE_ENUM(CloudFault, none, token_expired, not_for_clients, blocked, out_of_order, malformed,
                    nothing, slow)

// Names are written with hyphens. Errors: malformed, naming what there is.
Result<CloudFault> parse_cloud_fault(std::string_view name);

struct CloudSpec {
    std::string address = "127.0.0.1";
    std::uint16_t port = 0;  // 0 picks a free one
    Secret token{"simulated-token"};
    std::vector<std::string> serials{"01P00A000000001"};  // the printers of the account
    std::string region = "us";
    CloudFault fault = CloudFault::none;
};

class BambuCloud {
public:
    // Listens at once. Throws ListenError when the address cannot be taken.
    BambuCloud(const Executor& executor, CloudSpec spec);
    ~BambuCloud();

    const std::string& url() const { return url_; }
    void set_fault(CloudFault fault);
    // Of the last request to the camera credentials, for tests: its content type and body.
    const std::string& last_type() const;
    const std::string& last_body() const;

    // Serves until cancelled.
    awaitable<void> run();

private:
    struct Account;
    std::shared_ptr<Account> account_;  // answers under way hold it too
    std::unique_ptr<net::http::Server> server_;
    std::string url_;
};

}  // namespace gantry::sim
