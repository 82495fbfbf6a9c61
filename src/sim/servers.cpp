#include "sim/servers.hpp"

#include "base/private_file.hpp"

namespace gantry::sim {

void write_openssl_settings(const std::filesystem::path& folder) {
    write_private_file(folder / "openssl.cnf",
                       "openssl_conf = settings\n"
                       "[settings]\n"
                       "ssl_conf = libraries\n"
                       "[libraries]\n"
                       "system_default = versions\n"
                       "[versions]\n"
                       "MinProtocol = TLSv1.2\n"
                       "MaxProtocol = TLSv1.2\n");
}

}  // namespace gantry::sim
