// What Fuse knows without asking anybody: its switches, its link to the Cloud, its snapshots. Pure. For this
// folder alone.
#pragma once

#include "fuse/doctor/doctor.hpp"

namespace gantry::fuse::doctor {

Finding judge_camera_switch(const settings::Settings& settings, const printers::CameraSwitches& own);
Finding judge_remote(const settings::Settings& settings, const printers::CameraSwitches& own, Asker asker);
Finding judge_link(const gateway::CloudLink& link, Asker asker);
// The printer's pictures of the last day: taken, sent, and what became of them.
Finding judge_snapshots(const settings::Settings& settings, const printers::CameraSwitches& own,
                        const snapshots::Snapshots& snapshots, const farm::PrinterId& printer);
// Whether the place answers that they are sent to.
Finding judge_storage(const Result<>& reached);

}  // namespace gantry::fuse::doctor
