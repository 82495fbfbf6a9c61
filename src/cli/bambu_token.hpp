// The token of a Bambu account, as the command line has it. The main thread.
#pragma once

#include "bambu/cloud/client.hpp"

namespace gantry::cli {

struct BambuOptions {
    std::string token;       // others on this machine can read a command line …
    std::string token_file;  // … but not this file; "-" is standard input
    std::string region = "global";
    std::string url;  // instead of Bambu's, for trials with `gantry sim cloud`

    bool given() const { return !token.empty() || !token_file.empty(); }
};

// The first line of a file; "-" is standard input. Errors: not_found (it cannot be read).
Result<Secret> read_secret(const std::string& name);

// Errors: not_found (the file cannot be read), malformed (region).
Result<bambu::cloud::BambuClient> bambu_client(const BambuOptions& options);

}  // namespace gantry::cli
