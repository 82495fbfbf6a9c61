// What Fuse keeps about a printer: who it is and how to reach it. Values: any thread.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/secret.hpp"
#include "farm/printer.hpp"
#include "fuse/printers/plate.hpp"
#include "fuse/printers/simulation.hpp"

namespace gantry::fuse::printers {

using Fingerprint = std::array<std::byte, 32>;  // SHA-256 of a certificate

// Other ports than the printers' own; 0 keeps the standard one.
struct Ports {
    std::uint16_t mqtt = 0;
    std::uint16_t ftps = 0;
    std::uint16_t camera = 0;
    friend bool operator==(const Ports&, const Ports&) = default;
};
BOOST_DESCRIBE_STRUCT(Ports, (), (mqtt, ftps, camera))

// What the camera of one printer may be used for, within what the settings allow all of them.
struct CameraSwitches {
    bool camera_enabled = true;  // off: it is not opened for anything
    bool snapshots_enabled = true;
    bool remote_stream_enabled = true;
    friend bool operator==(const CameraSwitches&, const CameraSwitches&) = default;
};
BOOST_DESCRIBE_STRUCT(CameraSwitches, (), (camera_enabled, snapshots_enabled, remote_stream_enabled))

// Values of a driver's own fields as somebody typed them, by key; which of them is secret its form says.
using TypedOptions = std::map<std::string, Secret>;
// Those of a printer that is here: what is not among them stays, and one without a value takes away what is
// stored.
using ChangedOptions = std::map<std::string, std::optional<Secret>>;

struct PrinterConfig {
    farm::Printer printer;
    std::string address;  // an IP literal; empty for a simulated printer
    Ports ports;
    Secret access_code;
    // Of its driver's own fields, by key, none empty: what everybody may see, and what nobody may.
    std::map<std::string, std::string> options;
    std::map<std::string, Secret> secrets;
    // The certificate that it showed first; every connection to it expects this one, with its serial number.
    std::optional<Fingerprint> fingerprint;
    CameraSwitches switches;
    Plate plate;
    std::optional<Simulation> simulation;  // of a printer that exists here only
    friend bool operator==(const PrinterConfig&, const PrinterConfig&) = default;
};

// Everything of it that must not be seen.
inline std::vector<Secret> secrets_of(const PrinterConfig& config) {
    std::vector<Secret> all{config.access_code};
    for (const auto& [key, secret] : config.secrets)
        all.push_back(secret);
    return all;
}

}  // namespace gantry::fuse::printers
