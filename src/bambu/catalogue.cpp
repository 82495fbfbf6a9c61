#include "bambu/catalogue.hpp"

#include <array>

namespace gantry::bambu::catalogue {
namespace {

using enum Topic;

constexpr std::string_view plate_askew =
    "The build plate does not lie properly: take it off, clean it and lay it on again";
constexpr std::string_view hotend_fan_stopped =
    "The hotend's fan stands still: it may be blocked, or its plug is loose";
constexpr std::string_view hotend_fan_slow = "The hotend's fan turns slowly: clean it";
constexpr std::string_view part_fan_stopped =
    "The part cooling fan stands still: it may be blocked, or its plug is loose";
constexpr std::string_view levelling_wrong =
    "Bed levelling gave wrong values: remove whatever lies on the bed or on the Z rails";
constexpr std::string_view no_internet = "The printer does not reach the internet; in LAN Mode it needs none";
constexpr std::string_view developer_mode_off = "Commands are refused because Developer Mode is off";

constexpr std::array all_messages = {
    Message{0x0300'0900'0002'0001, nozzle,
            "The extruder's motor strains: the nozzle may be clogged, or filament is stuck in the toolhead"},
    Message{0x0300'0900'0002'0003, nozzle,
            "The extruder does not push as it should: it is clogged, or the filament slips"},
    Message{0x0300'1A00'0002'0001, nozzle,
            "The nozzle is wrapped in filament, or the build plate lies askew"},
    Message{0x0300'1A00'0002'0002, nozzle, "The nozzle is clogged: clean it, or do a cold pull"},
    Message{0x0300'1200'0002'0001, nozzle, "The front cover of the toolhead has come off: press it on again"},
    Message{0x0300'0200'0001'0001, nozzle,
            "The nozzle's heater may have a short circuit: switch off and check its cable"},
    Message{0x0300'0200'0001'0002, nozzle, "The nozzle's heater has no contact: check its plug"},
    Message{0x0300'0200'0001'0003, nozzle, "The nozzle is hotter than it may be: switch off and let it cool"},
    Message{0x0300'0200'0001'0006, nozzle, "The nozzle's temperature sensor may have a short circuit"},
    Message{0x0300'0200'0001'0007, nozzle, "The nozzle's temperature sensor has no contact: check its plug"},
    Message{0x0300'0300'0001'0001, nozzle, hotend_fan_stopped},
    Message{0x0300'0300'0002'0002, nozzle, hotend_fan_slow},
    Message{0x0300'1700'0001'0001, nozzle, hotend_fan_stopped},
    Message{0x0300'1700'0002'0002, nozzle, hotend_fan_slow},
    Message{0x0300'0400'0002'0001, nozzle, part_fan_stopped},
    Message{0x0300'3100'0001'0001, nozzle, part_fan_stopped},
    Message{0x0300'3100'0002'0002, nozzle, "The part cooling fan turns slowly: clean it"},
    Message{0x0300'1600'0001'0001, nozzle, "The current sensor of the extruder's motor fails"},
    Message{0x0300'1C00'0001'0001, nozzle, "The driver of the extruder's motor fails"},
    Message{0x0700'4500'0002'0001, nozzle, "The cutter's sensor does not answer: check its plug"},
    Message{0x0700'4500'0002'0002, nozzle,
            "The cutter has to travel too far: the toolhead may have lost steps"},
    Message{0x0700'4500'0002'0003, nozzle,
            "The cutter's handle does not come back: handle or blade may be jammed"},
    Message{0x0500'0400'0002'0007, nozzle,
            "The bed is hotter than this filament stands, which can clog the nozzle: open the door or heat "
            "the bed less"},
    Message{0x0500'0400'0003'0009, nozzle,
            "The bed is hotter than this filament stands: leave the door open, it is not watched meanwhile"},

    Message{0x0300'0100'0001'0001, bed,
            "The heat bed's heater may have a short circuit: switch off and have it checked"},
    Message{0x0300'0100'0001'0002, bed,
            "The heat bed's heater has no contact, or its thermal switch has opened"},
    Message{0x0300'0100'0001'0003, bed, "The heat bed is hotter than it may be: switch off and let it cool"},
    Message{0x0300'0100'0001'0006, bed, "The heat bed's temperature sensor may have a short circuit"},
    Message{0x0300'0100'0001'0007, bed,
            "The heat bed's temperature sensor reads wrongly; its cable may be loose"},
    Message{0x0300'0D00'0001'0002, bed,
            "The bed cannot be homed because the printer shakes: put it on firm ground"},
    Message{0x0300'0D00'0001'0003, bed, plate_askew, 7},
    Message{0x0300'0D00'0002'0001, bed,
            "The bed is uneven where it is probed: clean the nozzle's tip, look for a bump under the plate"},
    Message{0x0300'0D00'0002'0003, bed, plate_askew, 7},
    Message{0x0300'0D00'0001'000C, bed, levelling_wrong},
    Message{0x0300'1800'0001'0006, bed, levelling_wrong},
    Message{0x0300'0A00'0001'0001, bed,
            "Force sensor 1 of the bed is too sensitive: its screw may be too tight"},
    Message{0x0300'0A00'0001'0002, bed, "Force sensor 1 of the bed gives a weak signal: check its plug", 1},
    Message{0x0300'0A00'0001'0004, bed, "Force sensor 1 of the bed was disturbed: something touches the bed"},
    Message{0x0300'0A00'0001'0005, bed,
            "Force sensor 1 of the bed is always under load: the bed may be stuck"},
    Message{0x0300'0B00'0001'0001, bed,
            "Force sensor 2 of the bed is too sensitive: its screw may be too tight"},
    Message{0x0300'0B00'0001'0002, bed, "Force sensor 2 of the bed gives a weak signal: check its plug", 1},
    Message{0x0300'0B00'0001'0004, bed, "Force sensor 2 of the bed was disturbed: something touches the bed"},
    Message{0x0300'0B00'0001'0005, bed,
            "Force sensor 2 of the bed is always under load: the bed may be stuck"},
    Message{0x0300'0C00'0001'0001, bed,
            "Force sensor 3 of the bed is too sensitive: its screw may be too tight"},
    Message{0x0300'0C00'0001'0002, bed, "Force sensor 3 of the bed gives a weak signal: check its plug", 1},
    Message{0x0300'0C00'0001'0004, bed, "Force sensor 3 of the bed was disturbed: something touches the bed"},
    Message{0x0300'0C00'0001'0005, bed,
            "Force sensor 3 of the bed is always under load: the bed may be stuck"},
    Message{0x0300'1B00'0001'0001, bed,
            "The bed's vibration sensor gives a weak signal: it may have come off"},
    Message{0x0300'1B00'0001'0002, bed, "The bed's vibration sensor was disturbed: fix its cable"},
    Message{0x0300'1B00'0001'0003, bed,
            "The bed's vibration sensor feels a force that does not end: it may be stuck"},

    Message{0x0300'9000'0001'0001, chamber, "The chamber does not heat: no hot air comes from its heater"},
    Message{0x0300'9000'0001'0002, chamber,
            "The chamber does not get warm: close door and lid, and keep the vent of the power supply free"},
    Message{0x0300'9000'0001'0003, chamber, "The chamber does not heat: the power supply may be too hot"},
    Message{0x0300'9000'0001'0004, chamber, "The chamber does not heat: the heater's fan is too slow"},
    Message{0x0300'9000'0001'0005, chamber, "The chamber does not heat: its heater gives off too little"},
    Message{0x0300'9000'0001'0010, chamber, "The chamber's heating control does not answer"},
    Message{0x0300'9100'0001'0001, chamber, "Chamber heater 1 may have a short circuit"},
    Message{0x0300'9100'0001'0002, chamber, "Chamber heater 1 has no contact, or its thermal fuse has blown"},
    Message{0x0300'9100'0001'0003, chamber, "Chamber heater 1 is hotter than it may be"},
    Message{0x0300'9100'0001'0006, chamber,
            "The temperature sensor of chamber heater 1 may have a short circuit"},
    Message{0x0300'9200'0001'0001, chamber, "Chamber heater 2 may have a short circuit"},
    Message{0x0300'9200'0001'0002, chamber, "Chamber heater 2 has no contact, or its thermal fuse has blown"},
    Message{0x0300'9200'0001'0003, chamber, "Chamber heater 2 is hotter than it may be"},
    Message{0x0300'9200'0001'0006, chamber,
            "The temperature sensor of chamber heater 2 may have a short circuit"},
    Message{0x0300'9300'0001'0001, chamber,
            "A temperature sensor of the chamber's heater may have a short circuit"},
    Message{0x0300'9300'0001'0002, chamber, "A temperature sensor of the chamber's heater has no contact"},
    Message{0x0300'9400'0002'0003, chamber,
            "The chamber did not get as warm as it should; the printer waits no longer"},
    Message{0x0300'9400'0003'0001, chamber,
            "The chamber cools slowly: open door or lid if the air in it may get out"},
    Message{0x0300'9400'0003'0002, chamber,
            "The chamber's target is beyond what it can do; the nearest possible is used"},
    Message{0x0300'9600'0001'0003, chamber, "The front door's sensor does not answer: check its plug"},
    Message{0x0300'9600'0003'0001, chamber, "The front door is open"},
    Message{0x0500'0400'0003'0008, chamber, "A door seems to be open"},

    Message{0x0300'0600'0001'0001, motion, "Motor A has no contact: check its plug"},
    Message{0x0300'0600'0001'0002, motion, "Motor A may have a short circuit"},
    Message{0x0300'0600'0001'0003, motion, "Motor A has an unusual resistance: it may be broken"},
    Message{0x0300'0700'0001'0001, motion, "Motor B has no contact: check its plug"},
    Message{0x0300'0700'0001'0002, motion, "Motor B may have a short circuit"},
    Message{0x0300'0800'0001'0001, motion, "The Z motor has no contact: check its plug"},
    Message{0x0300'0800'0001'0002, motion, "The Z motor may have a short circuit"},
    Message{0x0300'0D00'0001'000B, motion,
            "The Z axis seems to be stuck: look for something on its rails or belt wheels"},
    Message{0x0300'0F00'0001'0001, motion,
            "The vibration sensor gives no useful values: restart the printer"},
    Message{0x0300'1000'0002'0001, motion,
            "The X axis vibrates more slowly than it should: its belt may be loose"},
    Message{0x0300'1000'0002'0002, motion,
            "The X axis vibrates unlike before: clean the rods and calibrate again"},
    Message{0x0300'1100'0002'0001, motion,
            "The Y axis vibrates more slowly than it should: its belt may be loose"},
    Message{0x0300'1100'0002'0002, motion,
            "The Y axis vibrates unlike before: clean the rods and calibrate again"},
    Message{0x0300'1300'0001'0001, motion, "The current sensor of motor A fails"},
    Message{0x0300'1400'0001'0001, motion, "The current sensor of motor B fails"},
    Message{0x0300'1500'0001'0001, motion, "The current sensor of the Z motor fails"},
    Message{0x0300'2000'0001'0001, motion,
            "The X axis cannot be homed: the toolhead may be stuck, or moves with difficulty"},
    Message{0x0300'2000'0001'0002, motion,
            "The Y axis cannot be homed: the toolhead may be stuck, or moves with difficulty"},
    Message{0x0300'2000'0001'0003, motion, "The X axis cannot be homed: its belt may be loose"},
    Message{0x0300'2000'0001'0004, motion, "The Y axis cannot be homed: its belt may be loose"},

    Message{0x0C00'0300'0003'0008, camera, "The print may have come loose (spaghetti seen by the camera)"},
    Message{0x0C00'0300'0003'0006, camera, "Purged filament may have piled up: empty the chute"},
    Message{0x0C00'0300'0003'0007, camera, "The first layer may have faults: look at it before it goes on"},
    Message{0x0C00'0300'0003'000B, camera, "The first layer is being inspected"},
    Message{0x0C00'0300'0002'0002, camera,
            "The first layer's inspection was given up: the lidar's values are no use"},
    Message{0x0C00'0300'0002'0004, camera, "The first layer of this print cannot be inspected"},
    Message{0x0C00'0300'0002'0005, camera, "The first layer's inspection took too long"},
    Message{0x0C00'0300'0001'0009, camera, "The first layer's inspection has crashed and started again"},
    Message{0x0C00'0300'0002'000C, camera,
            "The build plate's marker was not seen: is it the right plate, and is the marker clean?"},
    Message{0x0C00'0100'0001'0001, camera, "The lidar's camera does not answer: check its plug"},
    Message{0x0C00'0100'0002'0002, camera, "The lidar's camera fails"},
    Message{0x0C00'0100'0001'0004, camera, "The lidar's lens seems to be dirty: clean it"},
    Message{0x0C00'0100'0002'0008, camera, "The chamber camera gives no picture: restart the printer"},
    Message{0x0C00'0100'0001'0009, camera, "The chamber camera's lens is dirty: clean it"},
    Message{0x0C00'0100'0001'000A, camera, "The lidar's light may be broken"},
    Message{0x0C00'0100'0001'000B, camera, "The lidar could not be calibrated"},
    Message{0x0C00'0200'0001'0001, camera, "The lidar's laser does not light"},
    Message{0x0C00'0200'0002'0004, camera, "The nozzle seems to be too low"},
    Message{0x0C00'0200'0002'0006, camera, "The nozzle seems to be too high"},
    Message{0x0500'0100'0002'0001, camera, "The printer's video service fails: restart the printer"},
    Message{0x0500'0100'0002'0002, camera, "The chamber camera is not connected: check its plug", 1},
    Message{0x0500'0200'0002'0006, camera, "The printer's live view fails: check its network, or restart it"},

    Message{0x0500'0100'0003'0004, storage,
            "The SD card or USB stick is full: delete old prints and timelapses from it"},
    Message{0x0500'0100'0003'0005, storage,
            "The SD card or USB stick cannot be written: it is faulty or write-protected"},
    Message{0x0500'0100'0003'0006, storage, "The SD card or USB stick is not formatted"},
    Message{0x0500'0100'0003'0007, storage, "Nothing is plugged in that a timelapse could be stored on"},
    Message{0x0500'0300'0002'000D, storage, "The printer's SD card reader fails"},
    Message{0x0500'0300'0002'0020, storage, "The SD card is too small for print files"},
    Message{0x0500'0300'0003'0022, storage, "The SD card has become slow: format it or replace it"},
    Message{0x0500'0400'0001'0003, storage, "The print file cannot be read: send it again"},

    Message{0x0500'0500'0001'0007, network, developer_mode_off},
    Message{0x0500'0200'0002'0001, network, no_internet},
    Message{0x0500'0200'0002'0002, network, "The printer could not sign in to the maker's cloud"},
    Message{0x0500'0200'0002'0003, network, no_internet},
    Message{0x0500'0200'0002'0004, network, "The maker's cloud refuses the printer's account"},
    Message{0x0500'0200'0002'0005, network, no_internet},
    Message{0x0500'0200'0002'0007, network, "The printer could not sign in to the maker's live view"},
    Message{0x0500'0200'0002'0008, network, "The printer could not set its clock by the network"},
    Message{0x0500'0300'0002'000C, network,
            "The printer's Wi-Fi fails: switch it off and on, or restart the printer"},
    Message{0x0500'0400'0001'0001, network, "The printer could not download the print: check its network"},
    Message{0x0500'0400'0001'0002, network,
            "The printer could not report its state to the maker's cloud: check its network"},
    Message{0x0500'0400'0001'0004, network, "The printer is not allowed to print this file"},

    Message{0x0300'4000'0002'0001, electronics,
            "The printer's boards do not understand each other: restart it"},
    Message{0x0300'4100'0001'0001, electronics,
            "The mains voltage wavers; the printer has saved what it can"},
    Message{0x0500'0300'0001'0001, electronics,
            "The motion controller fails: restart the printer, check its cables"},
    Message{0x0500'0300'0001'0002, electronics, "The toolhead's board fails: restart the printer"},
    Message{0x0500'0300'0001'0003, electronics, "The AMS board fails: restart the printer"},
    Message{0x0500'0300'0001'0004, electronics, "The filament buffer's board fails: restart the printer"},
    Message{0x0500'0300'0001'0005, electronics, "A service inside the printer fails: restart it", 1},
    Message{0x0500'0300'0001'0008, electronics, "The printer's software hung: restart it"},
    Message{0x0500'0300'0001'0009, electronics, "The printer's software hung and has restarted by itself"},
    Message{0x0500'0300'0001'000A, electronics,
            "The printer's settings are damaged: reset it to how it was delivered"},
    Message{0x0500'0300'0001'000B, electronics, "The printer's screen fails: restart the printer"},
    Message{0x0500'0300'0001'000E, electronics,
            "Parts of the printer have firmware that does not fit: update it"},
    Message{0x0500'0300'0002'000E, electronics,
            "Parts of the printer have firmware that does not fit: update it"},
    Message{0x0500'0300'0001'0023, electronics, "The chamber's heating control fails: restart the printer"},
    Message{0x0500'0300'0001'0025, electronics, "The firmware is damaged: update it again"},
    Message{0x0500'0400'0001'0006, electronics, "The print that was interrupted could not be resumed"},
};

}  // namespace

std::string_view name_of(Topic topic) {
    switch (topic) {
        case filament:
            return "Filament and AMS";
        case nozzle:
            return "Nozzle and extruder";
        case bed:
            return "Bed";
        case chamber:
            return "Chamber and door";
        case motion:
            return "Axes and motors";
        case camera:
            return "Camera and detectors";
        case storage:
            return "Storage";
        case network:
            return "Network and commands";
        case electronics:
            return "Electronics and firmware";
    }
    return "";
}

std::span<const Message> messages() {
    return all_messages;
}

}  // namespace gantry::bambu::catalogue
