// What discovery knows, as pages see it (api/fuse.yaml). Values: any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "farm/printer.hpp"
#include "farm/sightings.hpp"

namespace gantry::fuse::discovery {

// A UDP port on which we listen, or why we do not.
struct Port {
    std::uint16_t port = 0;
    std::optional<farm::Problem> problem;
    friend bool operator==(const Port&, const Port&) = default;
};
BOOST_DESCRIBE_STRUCT(Port, (), (port, problem))

// A network of this machine, as a suggestion for a scan.
struct Network {
    std::string interface;
    std::string subnet;
    friend bool operator==(const Network&, const Network&) = default;
};
BOOST_DESCRIBE_STRUCT(Network, (), (interface, subnet))

enum class ScanKind { announcements, subnet };
BOOST_DESCRIBE_ENUM(ScanKind, announcements, subnet)

enum class ScanState { running, finished, cancelled, failed };
BOOST_DESCRIBE_ENUM(ScanState, running, finished, cancelled, failed)

// Something listens there that could be a printer, but does not say who it is.
struct Unclear {
    std::string address;
    std::string detail;
    friend bool operator==(const Unclear&, const Unclear&) = default;
};
BOOST_DESCRIBE_STRUCT(Unclear, (), (address, detail))

// The scan that runs, or the last one.
struct Scan {
    ScanKind kind = ScanKind::announcements;
    ScanState state = ScanState::running;
    std::string subnet;           // of a subnet scan
    std::uint32_t probed = 0;     // addresses done with …
    std::uint32_t total = 0;      // … and all of them; 0 when listening
    std::int64_t started_at = 0;  // Unix milliseconds
    std::int64_t ends_at = 0;     // likewise, when listening; 0 when it is not known
    std::optional<farm::Problem> problem;
    std::vector<Unclear> unclear;  // the first few
    friend bool operator==(const Scan&, const Scan&) = default;
};
BOOST_DESCRIBE_STRUCT(Scan, (), (kind, state, subnet, probed, total, started_at, ends_at, problem, unclear))

// The configured printer with the same serial number.
struct Known {
    farm::PrinterId id;
    std::string name;
    std::string address;  // where we look for it: another one than where it was seen means that it moved
    friend bool operator==(const Known&, const Known&) = default;
};
BOOST_DESCRIBE_STRUCT(Known, (), (id, name, address))

struct FoundPrinter {
    farm::Sighting seen;
    std::optional<Known> known;
    friend bool operator==(const FoundPrinter&, const FoundPrinter&) = default;
};
BOOST_DESCRIBE_STRUCT(FoundPrinter, (), (seen, known))

struct View {
    std::vector<Port> ports;
    std::vector<std::string> interfaces;  // names of those on which we listen
    std::vector<Network> networks;
    std::size_t invalid = 0;  // announcements that could not be understood
    std::optional<Scan> scan;
    std::vector<FoundPrinter> printers;
};
BOOST_DESCRIBE_STRUCT(View, (), (ports, interfaces, networks, invalid, scan, printers))

}  // namespace gantry::fuse::discovery
