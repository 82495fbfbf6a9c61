// The subcommands of `gantry`: plain options in, exit status out. Each runs alone, on the main thread.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "cli/bambu_token.hpp"

namespace gantry::cli {

struct SimRunOptions {
    std::vector<std::string> printers{"p1s", "x1c"};
    unsigned count = 0;
    std::string base = "127.0.1.1";
    std::string data;
    std::string access_code;
    std::string ports;  // real, high; empty: real for root
    double frames_per_second = 10;
    double print_seconds = 300;
    int layers = 120;
    bool recorded = false;
    bool no_ssdp = false;
    bool no_ftps = false;
    bool no_developer_mode = false;
    bool printing = false;
    bool json = false;
};
// Runs simulated printers until SIGINT or SIGTERM.
int run_simulator(const SimRunOptions& options);

struct SimControlOptions {
    std::string data;
    std::string printer = "all";
    std::string kind;
    std::string value;
    bool json = false;
};
int list_simulated_printers(const SimControlOptions& options);
int set_simulated_fault(const SimControlOptions& options);
int control_simulated_print(const SimControlOptions& options);

struct SimCloudOptions {
    std::string address = "127.0.0.1";
    std::uint16_t port = 0;  // 0: a free one
    std::string token = "simulated-token";
    std::vector<std::string> serials{"01P00A000000001"};
    std::string region = "us";
    std::string fault = "none";
};
// Runs a simulated cloud of the maker until SIGINT or SIGTERM.
int run_simulated_cloud(const SimCloudOptions& options);

struct DiscoverOptions {
    std::string subnet;  // empty: listens for announcements
    double seconds = 20;
    std::vector<std::string> interfaces;  // names or addresses; empty: all hardware, and loopback
    bool json = false;
};
// Prints the printers of the network: a table, or one JSON object per line as they are found. Fails when
// nothing could be asked; that there is no printer is no failure.
int discover(const DiscoverOptions& options);

struct DoctorOptions {
    std::string printer;  // address; empty: the Fuse of the data folder
    std::string code;
    std::string serial;  // empty: the printer is asked
    std::string model;
    std::string data;
    std::string cloud;
    std::uint16_t mqtt_port = 8883;
    std::uint16_t ftps_port = 990;
    std::uint16_t camera_port = 0;  // 0: the model's
    unsigned listen_seconds = 12;   // printers announce themselves every 5 s or so
    unsigned picture_seconds = 10;  // for the first one
    BambuOptions bambu;             // with a token: the maker's remote view too
    std::string stun;               // host:port; with one: whether UDP gets out for it
    std::string turn;               // host:port; with one: whether it relays for this machine
    std::string turn_transport = "udp";
    std::string turn_username;
    std::string turn_password_file;
    Secret turn_password;       // from that file
    std::string password_file;  // of a Fuse that asks for its password
    bool json = false;
};
// 0: all is well, 1: something failed, 2: nothing could be examined.
int examine(DoctorOptions options);

struct TtcodeOptions {
    BambuOptions bambu;
    std::string serial;
    bool json = false;
};
// Prints the camera credentials of the account's printer. 0: printed, 1: refused, 2: nothing was asked.
int print_ttcode(const TtcodeOptions& options);

}  // namespace gantry::cli
