#include "bambu/catalogue.hpp"

#include <array>

namespace gantry::bambu::catalogue {
namespace {

constexpr std::string_view developer_mode_off = "Commands are refused because Developer Mode is off";

constexpr std::array all_print_errors = {
    PrintError{0x0300'4000, "The Z axis could not be homed; the print was stopped"},
    PrintError{0x0300'4001, "The nozzle did not cool down in time to be homed"},
    PrintError{0x0300'4002, "Bed levelling failed; the print was stopped"},
    PrintError{0x0300'4005, "The hotend's fan does not turn as it should"},
    PrintError{0x0300'4006, "The nozzle is clogged"},
    PrintError{0x0300'4008, "The AMS could not change the filament"},
    PrintError{0x0300'4009, "The X and Y axes could not be homed"},
    PrintError{0x0300'400A, "The vibration test failed"},
    PrintError{0x0300'400B, "The printer's boards do not understand each other: restart it"},
    PrintError{0x0300'400D, "The print could not be resumed after the power was lost"},
    PrintError{0x0300'400E, "A motor failed its test"},
    PrintError{0x0300'400F, "The power supply does not fit this printer's voltage"},
    PrintError{0x0300'4010, "The offset between the nozzles could not be calibrated"},
    PrintError{0x0300'4013, "No print can begin while the AMS dries"},
    PrintError{0x0300'4020, "No nozzle was recognised: is it fitted?"},
    PrintError{0x0300'8000, "The printer paused without giving a reason: resume when all is well"},
    PrintError{0x0300'8001, "The print file asked for this pause: resume when you are ready"},
    PrintError{0x0300'8003, "The print may have come loose (spaghetti seen by the camera)"},
    PrintError{0x0300'8007,
               "The power was lost during a print: resume it if the part still sticks to the plate"},
    PrintError{0x0300'8008, "The nozzle's temperature is not what it should be"},
    PrintError{0x0300'8009, "The heat bed's temperature is not what it should be"},
    PrintError{0x0300'800A, "Purged filament has piled up: empty the chute"},
    PrintError{0x0300'800B, "The cutter is stuck: see that its handle comes out"},
    PrintError{0x0300'800C,
               "The toolhead lost steps and was put right: look for shifted layers before you resume"},
    PrintError{0x0300'800D, "Too little filament comes out: resume if the part is good enough"},
    PrintError{0x0300'800E, "The print file is gone: was the card or stick taken out?"},
    PrintError{0x0300'800F, "The print paused because a door is open"},
    PrintError{0x0300'8010, "The hotend's fan does not turn as it should"},
    PrintError{0x0300'8013, "Somebody paused the print on the printer"},
    PrintError{0x0300'8014, "The nozzle is wrapped in filament, or the build plate lies askew"},
    PrintError{0x0300'8015, "The external spool has run out of filament: load a new one and resume"},
    PrintError{0x0300'8016, "The nozzle is clogged: clean it, then resume or stop the print"},
    PrintError{0x0300'8017, "Something lies on the heat bed: remove it and resume"},
    PrintError{0x0300'8018, "The chamber's temperature is not what it should be"},
    PrintError{0x0300'8019, "There is no build plate on the bed"},
    PrintError{0x0300'801A, "The filament does not come out as it should: check extruder and nozzle"},
    PrintError{0x0300'801C, "The extruder pushes against too much resistance: it may be clogged"},
    PrintError{0x0300'801E, "The extruder's motor strains: it may be clogged, or filament is stuck"},
    PrintError{0x0300'8021, "The nozzle may not be fitted properly"},
    PrintError{0x0300'8062, "The chamber is too warm: the room may be too hot"},
    PrintError{0x0300'8063, "The chamber is too warm: open door and lid"},
    PrintError{0x0500'4001, "The printer does not reach the maker's cloud; in LAN Mode it needs none"},
    PrintError{0x0500'4002,
               "The printer does not take this file's name or place: send it again under another name"},
    PrintError{0x0500'4003, "The print file cannot be read; send it again or check the storage"},
    PrintError{0x0500'4004, "The printer is busy and cannot start a new print"},
    PrintError{0x0500'4005, "The printer updates its firmware: send the print afterwards"},
    PrintError{0x0500'4006, "The printer has too little room for this print: delete old files from it"},
    PrintError{0x0500'4007, "The printer needs an update before it prints"},
    PrintError{0x0500'4008, "The print could not begin: switch the printer off and on, and send it again"},
    PrintError{0x0500'400A, "The printer does not take this file's name: rename it"},
    PrintError{0x0500'400B, "The printer could not download the file: check its network and send it again"},
    PrintError{0x0500'400C, "There is no SD card in the printer: put one in and start again"},
    PrintError{0x0500'4015, "The SD card is full: delete old prints and timelapses from it"},
    PrintError{0x0500'4016, "The SD card is write-protected: use another one"},
    PrintError{0x0500'402A, "The printer could not join the Wi-Fi: it may be too far away"},
    PrintError{0x0500'402B, "The printer could not join the Wi-Fi: its password is wrong"},
    PrintError{0x0500'402C, "The network gave the printer no IP address"},
    PrintError{0x0500'402E, "The card or stick is not formatted in a way that the printer reads: use FAT32"},
    PrintError{0x0500'402F, "The card or stick is damaged: format it or use another one"},
    PrintError{0x0500'4037, "The file was sliced for another model of printer"},
    PrintError{0x0500'4038, "The file was sliced for another nozzle diameter than the one fitted"},
    PrintError{0x0500'403A, "It is too cold for the printer: it works above 10 degrees Celsius"},
    PrintError{0x0500'8013, "The print file is gone: was the card or stick taken out?"},
    PrintError{0x0500'8036, "The file was sliced for another printer: go on only if you know that it fits"},
    PrintError{0x0500'8051, "Another build plate lies on the bed than the file wants"},
    PrintError{0x0500'8053, "The nozzles are not those that the file was sliced for"},
    PrintError{
        0x0500'C010,
        "The storage cannot be read or written, or the file is missing; check the SD card or USB stick"},
    PrintError{0x0502'4007, developer_mode_off},
    PrintError{0x0502'4009, developer_mode_off},
};

constexpr std::array all_unit_errors = {
    UnitError{0x4025, "could not read its spool"},
    UnitError{0x8003, "cannot pull filament out of the extruder: it is clogged, or the filament has broken"},
    UnitError{0x8004, "cannot pull filament back: the spool is stuck, or the end hangs in the tube"},
    UnitError{0x8005, "cannot send filament out: cut its end straight and look at the tubes"},
    UnitError{0x8006, "cannot feed the filament: check the spool and the tube"},
    UnitError{0x8007, "feeds, but nothing comes out: the extruder may be clogged"},
    UnitError{0x800A, "has lost its tube to the extruder: put it back"},
    UnitError{0x8010, "strains: the filament is tangled, or the spool is stuck"},
    UnitError{0x8011, "has run out of filament: put a new spool in the same slot"},
    UnitError{0x8012, "does not have the filaments that the file wants in these slots: assign them again"},
    UnitError{0x8013, "waited too long while old filament was purged: the extruder may be clogged"},
    UnitError{0x8016, "feeds, but too little comes out: resume if the part is good enough"},
    UnitError{0x8017, "dries now: end that before filament is changed"},
    UnitError{0x8021, "could not be set up"},
    UnitError{0x8023, "did not cool down after drying"},
};

constexpr std::array all_spool_errors = {
    UnitError{0x8003, "cannot be pulled out of the extruder: it is clogged, or the filament has broken"},
    UnitError{0x8006, "does not feed: check the filament and the tube"},
    UnitError{0x8007, "feeds, but nothing comes out: the extruder may be clogged"},
    UnitError{0x8011, "has run out of filament: load a new one"},
    UnitError{0x8012, "does not have the filament that the file wants: assign it again"},
};

}  // namespace

std::span<const PrintError> print_errors() {
    return all_print_errors;
}

std::span<const UnitError> unit_errors() {
    return all_unit_errors;
}

std::span<const UnitError> spool_errors() {
    return all_spool_errors;
}

}  // namespace gantry::bambu::catalogue
