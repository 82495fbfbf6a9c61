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
    snapshot_failing,
    stun_silent,
    turn_silent,
    turn_refused,
    no_relay,
    no_answer
};
BOOST_DESCRIBE_ENUM(Cause, printer_silent, connection_refused, no_encryption, not_a_printer, other_printer,
                    certificate_changed, wrong_code, no_more_clients, slow_login, mute, developer_mode_off,
                    files_silent, files_refused, files_code, files_busy, storage_missing, storage_full,
                    storage_broken, moved, deaf, not_heard, no_camera, cameras_off, camera_port_silent,
                    camera_port_refused, camera_refused, camera_taken, camera_cut, no_frames, camera_stuck,
                    few_frames, dark, fuse_disk_full, fuse_not_running, cloud_unreachable, cloud_refused,
                    cloud_disabled, not_activated, remote_off, snapshots_off, snapshot_failing, stun_silent,
                    turn_silent, turn_refused, no_relay, no_answer)

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
