#include <array>

#include "bambu/report/report.hpp"

namespace gantry::bambu::report {
namespace {

// By number; from 70 on the sources disagree (docs/protocols/bambu-report.md, section 3).
constexpr std::array<std::string_view, 78> words = {
    "",  // 0: printing, which needs no further word
    "Levelling the bed",
    "Heating the bed",
    "Compensating vibration",
    "Changing filament",
    "Paused by the file (M400)",
    "Paused: filament has run out",
    "Heating the nozzle",
    "Calibrating extrusion",
    "Scanning the bed",
    "Inspecting the first layer",
    "Identifying the build plate",
    "Calibrating the lidar",
    "Homing",
    "Cleaning the nozzle",
    "Checking the nozzle's temperature",
    "Paused by the user",
    "Paused: front cover is off",
    "Calibrating the lidar",
    "Calibrating the flow",
    "Paused: nozzle temperature fault",
    "Paused: bed temperature fault",
    "Unloading filament",
    "Paused: skipped step",
    "Loading filament",
    "Calibrating motor noise",
    "Paused: AMS lost",
    "Paused: heat-break fan too slow",
    "Paused: chamber temperature fault",
    "Cooling the chamber",
    "Paused by the file",
    "Demonstrating motor noise",
    "Paused: nozzle is covered",
    "Paused: cutter fault",
    "Paused: first layer fault",
    "Paused: nozzle is clogged",
    "Measuring motion accuracy",
    "Improving motion accuracy",
    "Checking motion accuracy",
    "Calibrating the nozzle offset",
    "Levelling the hot bed",
    "Checking the quick release",
    "Checking door and cover",
    "Calibrating the laser",
    "Checking the platform",
    "Checking the bird's-eye camera",
    "Calibrating the bird's-eye camera",
    "Levelling the bed, phase 1",
    "Levelling the bed, phase 2",
    "Heating the chamber",
    "Cooling the bed",
    "Printing calibration lines",
    "Checking the material",
    "Calibrating the live camera",
    "Waiting for the bed's temperature",
    "Checking the material's position",
    "Calibrating the cutter",
    "Measuring the surface",
    "Conditioning the heat",
    "Homing the blade holder",
    "Calibrating the camera",
    "Calibrating the blade holder",
    "Testing the hot-end exchange",
    "Evening the chamber's temperature",
    "Preparing the hot-end",
    "Calibrating clump detection",
    "Purifying the air",
    "Measuring the rotary attachment",
    "Moving the toolhead over the chute",
    "Cooling the nozzle",
    "Moving the toolhead to the middle",
    "Fitting arcs",
    "Detecting the hot-end",
    "Aligning the plate",
    "Checking for objects on the plate",
    "Checking for objects under the plate",
    "Pre-extruding",
    "Preparing the AMS",
};

}  // namespace

std::string stage_text(int stage) {
    constexpr int idle_p1 = 255;
    if (stage < 0 || stage == idle_p1) return "";
    if (static_cast<std::size_t>(stage) < words.size())
        return std::string(words[static_cast<std::size_t>(stage)]);
    return "Stage " + std::to_string(stage);
}

}  // namespace gantry::bambu::report
