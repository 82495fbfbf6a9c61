// The text of an e-mail. Pure: any thread.
#pragma once

#include <string>

#include "cloud/storage/sql.hpp"

namespace gantry::cloud::mail {

struct Letter {
    std::string to;  // an address that check_email has taken
    std::string subject;
    std::string body;  // plain text, UTF-8
};

// With CRLF lines of at most 76 characters; subject and body are encoded, so that nothing in them is a header
// or a line of its own.
std::string format(const Letter& letter, const std::string& from, const std::string& message_id, Time now);

}  // namespace gantry::cloud::mail
