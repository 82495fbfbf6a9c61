// The messages between a Fuse and its Cloud (api/gateway.yaml), as values and as JSON text. Pure: any thread.
// A message is one JSON object {"type": …, …}; unknown types and members are ignored, so that either side may
// be newer.
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/checkup.hpp"
#include "base/json.hpp"
#include "farm/history.hpp"
#include "farm/printer.hpp"

namespace gantry::farm::gateway {

inline constexpr int protocol_version = 1;
inline constexpr std::size_t max_message_bytes = 1024 * 1024;

using SessionId = Id<struct LiveSessionTag>;

// STUN or TURN server as WebRTC writes it: "turn:127.0.0.1:3478?transport=udp".
struct IceServer {
    std::string url;
    std::string username;
    std::string credential;
};
BOOST_DESCRIBE_STRUCT(IceServer, (), (url, username, credential))

enum class IcePolicy { all, relay };
BOOST_DESCRIBE_ENUM(IcePolicy, all, relay)

// --- Cloud → Fuse ---

// First message after the upgrade: the Fuse proves that it holds its key by signing the nonce.
struct Challenge {
    std::string nonce;               // base64url
    int version = protocol_version;  // highest that the Cloud speaks
};
BOOST_DESCRIBE_STRUCT(Challenge, (), (nonce, version))

struct Welcome {
    std::string fuse_id;
    std::string store_name;
};
BOOST_DESCRIBE_STRUCT(Welcome, (), (fuse_id, store_name))

struct LiveOffer {
    SessionId session;
    PrinterId printer;
    std::string sdp;
    std::vector<IceServer> ice_servers;
    IcePolicy policy = IcePolicy::all;
    std::string viewer;  // who watches, for Fuse's own list
};
BOOST_DESCRIBE_STRUCT(LiveOffer, (), (session, printer, sdp, ice_servers, policy, viewer))

// A command to a printer; answered by exactly one Reply with the same id.
struct Command {
    std::string id;
    PrinterId printer;
    std::string action;           // as in the schema Command of api/fuse.yaml
    std::optional<double> value;  // likewise
};
BOOST_DESCRIBE_STRUCT(Command, (), (id, printer, action, value))

// Where the next pictures of a printer may be put by HTTP PUT until `expires_at`, or why not. Answers an
// UploadRequest.
struct UploadGrant {
    std::string id;
    PrinterId printer;
    std::string url;              // absolute, or a path of the Cloud itself
    std::int64_t expires_at = 0;  // Unix milliseconds
    std::optional<Problem> problem;
};
BOOST_DESCRIBE_STRUCT(UploadGrant, (), (id, printer, url, expires_at, problem))

// The printers of the last Printers that are this Fuse's to manage; those of another Fuse or store are not in
// it.
struct AllowedPrinters {
    std::vector<PrinterId> printers;
};
BOOST_DESCRIBE_STRUCT(AllowedPrinters, (), (printers))

// Why does the picture of this printer not come? Answered by CheckReports with the same id until one is done.
struct Check {
    std::string id;
    PrinterId printer;
    std::vector<IceServer> ice_servers;  // that the Fuse would use
};
BOOST_DESCRIBE_STRUCT(Check, (), (id, printer, ice_servers))

// What were the temperatures of this printer? Answered by exactly one History with the same id.
struct HistoryRequest {
    std::string id;
    PrinterId printer;
};
BOOST_DESCRIBE_STRUCT(HistoryRequest, (), (id, printer))

// --- Fuse → Cloud ---

struct Hello {
    int version = protocol_version;
    std::string signature;  // Ed25519 over "gantry-gateway:" + nonce, base64url
    std::string host_name;
    std::string software;  // "gantry-fuse 0.1.0"
};
BOOST_DESCRIBE_STRUCT(Hello, (), (version, signature, host_name, software))

struct PrinterRecord {
    Printer printer;
    PrinterState state;
};
BOOST_DESCRIBE_STRUCT(PrinterRecord, (), (printer, state))

// The whole truth: printers that are not in it are gone. Sent after Welcome and whenever the list changes.
struct Printers {
    std::vector<PrinterRecord> printers;
};
BOOST_DESCRIBE_STRUCT(Printers, (), (printers))

// The changed members of one printer's state; at most two per second and printer.
struct StateChange {
    PrinterId printer;
    json::value changes = json::object();  // members of PrinterState
};
BOOST_DESCRIBE_STRUCT(StateChange, (), (printer, changes))

struct LiveAnswer {
    SessionId session;
    std::string sdp;
};
BOOST_DESCRIBE_STRUCT(LiveAnswer, (), (session, sdp))

struct Reply {
    std::string id;
    std::optional<Problem> problem;  // absent: done
};
BOOST_DESCRIBE_STRUCT(Reply, (), (id, problem))

struct UploadRequest {
    std::string id;
    PrinterId printer;
};
BOOST_DESCRIBE_STRUCT(UploadRequest, (), (id, printer))

// A picture was put where the grant said, or could not be taken or put.
struct Snapshot {
    PrinterId printer;
    std::int64_t taken_at = 0;       // Unix milliseconds of the newest one that was put; 0 = none
    std::optional<Problem> problem;  // of the last attempt
};
BOOST_DESCRIBE_STRUCT(Snapshot, (), (printer, taken_at, problem))

// What the camera of one printer may be used for.
struct CameraSwitches {
    bool cameras = true;
    bool snapshots = true;
    bool remote_stream = true;
    friend bool operator==(const CameraSwitches&, const CameraSwitches&) = default;
};
BOOST_DESCRIBE_STRUCT(CameraSwitches, (), (cameras, snapshots, remote_stream))

struct CameraException {
    PrinterId printer;
    CameraSwitches switches;
    friend bool operator==(const CameraException&, const CameraException&) = default;
};
BOOST_DESCRIBE_STRUCT(CameraException, (), (printer, switches))

// What this Fuse's switches allow; after Welcome and at each change. All of it at once.
struct CameraSettings {
    bool cameras = true;
    bool snapshots = true;
    bool remote_stream = true;
    std::vector<CameraException> exceptions;  // printers with switches of their own
    friend bool operator==(const CameraSettings&, const CameraSettings&) = default;
};
BOOST_DESCRIBE_STRUCT(CameraSettings, (), (cameras, snapshots, remote_stream, exceptions))
// Of one of its printers.
CameraSwitches switches_of(const CameraSettings& settings, const PrinterId& printer);

struct CheckReport {
    std::string id;
    Report report;
    std::optional<Problem> problem;  // why there is none
};
BOOST_DESCRIBE_STRUCT(CheckReport, (), (id, report, problem))

struct History {
    std::string id;
    TemperatureColumns columns;
    std::optional<Problem> problem;  // why there are none
};
BOOST_DESCRIBE_STRUCT(History, (), (id, columns, problem))

// The viewer's way takes less than the camera has, so it gets fewer or smaller pictures; or everything again.
struct LiveQuality {
    SessionId session;
    bool slow = false;
};
BOOST_DESCRIBE_STRUCT(LiveQuality, (), (session, slow))

// --- both ways ---

struct LiveCandidate {
    SessionId session;
    std::string candidate;  // "candidate:…"; empty = no more
    std::string mid;
};
BOOST_DESCRIBE_STRUCT(LiveCandidate, (), (session, candidate, mid))

// The session is over. From the Cloud: the viewer left or lost the permission. From the Fuse: it failed or
// was refused.
struct LiveEnd {
    SessionId session;
    std::string code;  // a name of Errc; "cancelled" for an ordinary end
    std::string detail;
};
BOOST_DESCRIBE_STRUCT(LiveEnd, (), (session, code, detail))

// The last message before a connection is closed on purpose: "forbidden" = revoked, "conflict" = a newer
// connection, "unsupported" = no common version.
struct Goodbye {
    std::string code;
    std::string detail;
};
BOOST_DESCRIBE_STRUCT(Goodbye, (), (code, detail))

struct Unknown {
    std::string type;
};

using Message =
    std::variant<Unknown, Challenge, Welcome, LiveOffer, Command, Hello, Printers, StateChange, LiveAnswer,
                 Reply, LiveCandidate, LiveEnd, Goodbye, UploadGrant, UploadRequest, Snapshot, CameraSettings,
                 AllowedPrinters, Check, CheckReport, HistoryRequest, History, LiveQuality>;

// Errors: too_large, malformed (names the member).
Result<Message> parse(std::string_view text);
std::string format(const Message& message);

// The members of `after` that differ from `before`; an empty object when nothing does.
json::object changes(const PrinterState& before, const PrinterState& after);
// Applies what changes() made. Errc::malformed leaves the state untouched.
Result<PrinterState> apply(const PrinterState& state, const json::value& changes);

}  // namespace gantry::farm::gateway
