// What can be wrong, by name: the table api/causes.json, which the web applications read too. Pure: any
// thread.
#pragma once

#include <boost/describe.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "base/checkup.hpp"

namespace gantry::bambu::doctor {

// Those that programs recognise; pages know some more (causes.json).
enum class Cause {
    printer_silent,
    connection_refused,
    no_encryption,
    not_a_printer,
    other_printer,
    certificate_changed,
    wrong_code,
    no_more_clients,
    slow_login,
    mute,
    developer_mode_off,
    files_silent,
    files_refused,
    files_code,
    files_busy,
    storage_missing,
    storage_full,
    storage_broken,
    storage_refused,
    link_unstable,
    moved,
    deaf,
    not_heard,
    no_camera,
    cameras_off,
    camera_port_silent,
    camera_port_refused,
    camera_refused,
    camera_taken,
    camera_cut,
    no_frames,
    camera_stuck,
    few_frames,
    dark,
    fuse_disk_full,
    fuse_not_running,
    cloud_unreachable,
    cloud_refused,
    cloud_disabled,
    not_activated,
    remote_off,
    snapshots_off,
    snapshot_not_taken,
    snapshot_failing,
    snapshot_storage,
    stun_silent,
    turn_silent,
    turn_refused,
    no_relay,
    token_expired,
    ttcode_forbidden,
    unknown_device,
    bambu_silent,
    udp_blocked,
    no_answer
};
// More than BOOST_DESCRIBE_ENUM takes.
BOOST_DESCRIBE_ENUM_BEGIN(Cause)
BOOST_DESCRIBE_ENUM_ENTRY(Cause, printer_silent)
BOOST_DESCRIBE_ENUM_ENTRY(Cause, connection_refused)
BOOST_DESCRIBE_ENUM_ENTRY(Cause, no_encryption)
BOOST_DESCRIBE_ENUM_ENTRY(Cause, not_a_printer)
BOOST_DESCRIBE_ENUM_ENTRY(Cause, other_printer)
BOOST_DESCRIBE_ENUM_ENTRY(Cause, certificate_changed)
BOOST_DESCRIBE_ENUM_ENTRY(Cause, wrong_code)
BOOST_DESCRIBE_ENUM_ENTRY(Cause, no_more_clients)
BOOST_DESCRIBE_ENUM_ENTRY(Cause, slow_login)
BOOST_DESCRIBE_ENUM_ENTRY(Cause, mute)
BOOST_DESCRIBE_ENUM_ENTRY(Cause, developer_mode_off)
BOOST_DESCRIBE_ENUM_ENTRY(Cause, files_silent)
BOOST_DESCRIBE_ENUM_ENTRY(Cause, files_refused)
BOOST_DESCRIBE_ENUM_ENTRY(Cause, files_code)
BOOST_DESCRIBE_ENUM_ENTRY(Cause, files_busy)
BOOST_DESCRIBE_ENUM_ENTRY(Cause, storage_missing)
BOOST_DESCRIBE_ENUM_ENTRY(Cause, storage_full)
BOOST_DESCRIBE_ENUM_ENTRY(Cause, storage_broken)
BOOST_DESCRIBE_ENUM_ENTRY(Cause, storage_refused)
BOOST_DESCRIBE_ENUM_ENTRY(Cause, link_unstable)
BOOST_DESCRIBE_ENUM_ENTRY(Cause, moved)
BOOST_DESCRIBE_ENUM_ENTRY(Cause, deaf)
BOOST_DESCRIBE_ENUM_ENTRY(Cause, not_heard)
BOOST_DESCRIBE_ENUM_ENTRY(Cause, no_camera)
BOOST_DESCRIBE_ENUM_ENTRY(Cause, cameras_off)
BOOST_DESCRIBE_ENUM_ENTRY(Cause, camera_port_silent)
BOOST_DESCRIBE_ENUM_ENTRY(Cause, camera_port_refused)
BOOST_DESCRIBE_ENUM_ENTRY(Cause, camera_refused)
BOOST_DESCRIBE_ENUM_ENTRY(Cause, camera_taken)
BOOST_DESCRIBE_ENUM_ENTRY(Cause, camera_cut)
BOOST_DESCRIBE_ENUM_ENTRY(Cause, no_frames)
BOOST_DESCRIBE_ENUM_ENTRY(Cause, camera_stuck)
BOOST_DESCRIBE_ENUM_ENTRY(Cause, few_frames)
BOOST_DESCRIBE_ENUM_ENTRY(Cause, dark)
BOOST_DESCRIBE_ENUM_ENTRY(Cause, fuse_disk_full)
BOOST_DESCRIBE_ENUM_ENTRY(Cause, fuse_not_running)
BOOST_DESCRIBE_ENUM_ENTRY(Cause, cloud_unreachable)
BOOST_DESCRIBE_ENUM_ENTRY(Cause, cloud_refused)
BOOST_DESCRIBE_ENUM_ENTRY(Cause, cloud_disabled)
BOOST_DESCRIBE_ENUM_ENTRY(Cause, not_activated)
BOOST_DESCRIBE_ENUM_ENTRY(Cause, remote_off)
BOOST_DESCRIBE_ENUM_ENTRY(Cause, snapshots_off)
BOOST_DESCRIBE_ENUM_ENTRY(Cause, snapshot_not_taken)
BOOST_DESCRIBE_ENUM_ENTRY(Cause, snapshot_failing)
BOOST_DESCRIBE_ENUM_ENTRY(Cause, snapshot_storage)
BOOST_DESCRIBE_ENUM_ENTRY(Cause, stun_silent)
BOOST_DESCRIBE_ENUM_ENTRY(Cause, turn_silent)
BOOST_DESCRIBE_ENUM_ENTRY(Cause, turn_refused)
BOOST_DESCRIBE_ENUM_ENTRY(Cause, no_relay)
BOOST_DESCRIBE_ENUM_ENTRY(Cause, token_expired)
BOOST_DESCRIBE_ENUM_ENTRY(Cause, ttcode_forbidden)
BOOST_DESCRIBE_ENUM_ENTRY(Cause, unknown_device)
BOOST_DESCRIBE_ENUM_ENTRY(Cause, bambu_silent)
BOOST_DESCRIBE_ENUM_ENTRY(Cause, udp_blocked)
BOOST_DESCRIBE_ENUM_ENTRY(Cause, no_answer)
BOOST_DESCRIBE_ENUM_END(Cause)

struct Advice {
    std::string name;
    std::string means;
    std::vector<std::string> todo;
    std::string help;  // the case of the help page
};
BOOST_DESCRIBE_STRUCT(Advice, (), (name, means, todo, help))

// Null for a name that is not in the table.
const Advice* advice_for(std::string_view cause);

Finding failed(Cause cause, std::string seen);
Finding warned(Cause cause, std::string seen);

}  // namespace gantry::bambu::doctor
