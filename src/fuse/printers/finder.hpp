// How printers of a driver are found, and what a person must say to add one. Owned by its Driver; the loop's
// thread only.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/asio.hpp"
#include "base/result.hpp"
#include "farm/printer.hpp"
#include "farm/sightings.hpp"
#include "fuse/printers/config.hpp"
#include "net/ssdp/message.hpp"

namespace gantry::fuse::printers {

struct Identity {
    std::string serial;
    std::string model;
};
BOOST_DESCRIBE_STRUCT(Identity, (), (serial, model))

enum class FieldKind {
    text,
    choice,  // one of `choices`
    serial,  // fills itself with what Driver::identify answers; so does a choice of models
    secret,  // what the printer itself must accept; try_access tells. Never shown, logged or exported openly
    port,    // of TCP; two printers may share an address when these differ
    url,     // of http, https, rtsp or rtsps, without a password
};
BOOST_DESCRIBE_ENUM(FieldKind, text, choice, serial, secret, port, url)

// One field of the dialogs.
struct Field {
    // An option: the driver's own, by this key in PrinterConfig::options or, of a secret, ::secrets.
    // Otherwise the member of NewPrinter that takes what is typed: model, serial or access_code.
    std::string key;
    bool option = false;
    FieldKind kind = FieldKind::text;
    std::string label;
    std::string hint;  // where to find it
    bool required = false;
    std::size_t length = 0;  // of a whole value, in characters; 0: any
    std::vector<std::string> choices;
};
BOOST_DESCRIBE_STRUCT(Field, (), (key, option, kind, label, hint, required, length, choices))

// What the dialogs ask for, besides name and IP address.
struct AddForm {
    std::string title;        // whose printers these are
    std::string preparation;  // what must be set on the printer before
    std::vector<Field> fields;
    // What the dialogs call a failure of identify or try_access, by the name of its code, where their own
    // words do not fit. A refused secret is called by its label unless something stands here.
    std::map<std::string, std::string> failures;
};
BOOST_DESCRIBE_STRUCT(AddForm, (), (title, preparation, fields, failures))

// The credentials work.
struct Access {
    Identity identity;
    std::optional<farm::Problem> warning;  // but not everything will
    std::string note;                      // what it does not tell, and how to check it; empty = nothing
};
BOOST_DESCRIBE_STRUCT(Access, (), (identity, warning, note))

// What an announcement says.
struct Notice {
    farm::Sighting sighting;
    bool leaving = false;  // the printer says goodbye
};

class Finder {
public:
    virtual ~Finder() = default;
    virtual AddForm form() const = 0;
    // TCP ports that such a printer listens on; Driver::identify says who it is, told the port as the first
    // option of that kind. Empty: not found by a scan.
    virtual std::vector<std::uint16_t> scan_ports() const { return {}; }
    // An announcement by SSDP: each way of announcing is a function of its own, for those who use it. Errors:
    // not_found (not about such a printer), malformed.
    virtual Result<Notice> recognise(const net::ssdp::Message& message, const std::string& sender) const;
    // What asks such printers on this UDP port to announce themselves.
    virtual std::optional<net::ssdp::Message> search(std::uint16_t) const { return std::nullopt; }
    // Connects once, to tell whether address, serial number and secrets are right. An empty serial number is
    // not compared. Errors: unauthorized (a secret), untrusted (another printer), unsupported (none of
    // these), busy (it takes no more connections), offline, timeout.
    virtual awaitable<Result<Access>> try_access(PrinterConfig config) const = 0;
};

inline Result<Notice> Finder::recognise(const net::ssdp::Message&, const std::string&) const {
    return fail(Errc::not_found, "such printers do not announce themselves by SSDP");
}

}  // namespace gantry::fuse::printers
