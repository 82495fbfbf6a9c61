#include "bambu/catalogue.hpp"

#include <array>

namespace gantry::bambu::catalogue {
namespace {

constexpr std::string_view developer_mode_off = "Commands are refused because Developer Mode is off";

constexpr std::array all_unit_messages = {
    UnitMessage{0x20, 4, 0x0002'0001, "has run out of filament"},
    UnitMessage{0x20, 4, 0x0002'0002, "is empty: put in a spool"},
    UnitMessage{0x20, 4, 0x0002'0003, "has filament that may have broken inside the AMS"},
    UnitMessage{0x20, 4, 0x0002'0004, "has filament that may have broken in the toolhead"},
    UnitMessage{0x20, 4, 0x0002'0005,
                "has run out, and the rest was not purged: look for filament stuck in the toolhead"},
    UnitMessage{0x20, 4, 0x0002'0006, "has lost a filament tube: check the tubes inside and outside"},
    UnitMessage{0x20, 4, 0x0002'0007, "does not feel filament going out: a sensor's plug may be loose"},
    UnitMessage{0x20, 4, 0x0002'0008, "does not feel filament coming in: a sensor's plug may be loose"},
    UnitMessage{0x20, 4, 0x0002'0009,
                "gives filament that does not come out of the nozzle: the extruder may be clogged"},
    UnitMessage{0x20, 4, 0x0002'0010, "took too long to send filament out"},
    UnitMessage{0x20, 4, 0x0002'0011, "took too long to pull filament back"},
    UnitMessage{0x20, 4, 0x0002'0012, "cannot turn its spool: free it"},
    UnitMessage{0x20, 4, 0x0002'0015, "has filament that may have broken inside the AMS"},
    UnitMessage{0x20, 4, 0x0002'0016, "slips on its filament: pull it out and cut off the worn end"},
    UnitMessage{0x20, 4, 0x0002'0017, "pushes against a tube that holds the filament back: straighten it"},
    UnitMessage{0x20, 4, 0x0002'0024, "cannot turn its spool to take filament back"},
    UnitMessage{0x20, 4, 0x0002'0025,
                "is hard to pull from: shorten the tube, avoid tight bends, free the spool"},
    UnitMessage{0x20, 4, 0x0003'0001, "has run out; wait while the rest is purged"},
    UnitMessage{0x20, 4, 0x0003'0002, "has run out; the print goes on from a slot with the same filament"},
    UnitMessage{0x20, 4, 0x0001'0081, "could not read its spool: the board of the AMS may fail"},
    UnitMessage{0x20, 4, 0x0001'0082, "has a spool with a foreign tag: set its filament by hand"},
    UnitMessage{0x20, 4, 0x0001'0083, "could not read its spool: the tag may be damaged"},
    UnitMessage{0x20, 4, 0x0001'0084, "could not read its spool: pull 5 cm of filament out and try again"},
    UnitMessage{0x20, 4, 0x0001'0086, "could not read its spool because it does not turn: free the filament"},
    UnitMessage{0x10, 4, 0x0001'0001, "slips on its filament: the wheel is worn, or the filament too thin"},
    UnitMessage{0x10, 4, 0x0001'0003, "has a motor that cannot be controlled: its current sensor may fail"},
    UnitMessage{0x10, 4, 0x0002'0002, "strains: the filament is tangled or stuck"},
    UnitMessage{0x10, 4, 0x0002'0004, "has a motor that does not answer: check its plug"},
    UnitMessage{0x60, 4, 0x0002'0001, "strains: the filament is tangled, or the spool is stuck"},
    UnitMessage{0x70, 4, 0x0002'0001,
                "cannot pull filament out of the extruder: it is clogged, or the filament has broken"},
    UnitMessage{0x70, 4, 0x0002'0002,
                "cannot feed filament into the toolhead: filament or spool may be stuck"},
    UnitMessage{0x70, 4, 0x0002'0003, "feeds, but nothing comes out: extruder or nozzle may be clogged"},
    UnitMessage{0x70, 4, 0x0002'0004,
                "cannot pull filament back from the toolhead: filament or spool may be stuck"},
    UnitMessage{0x70, 4, 0x0002'0005, "cannot send filament out: cut its end straight, and free the spool"},
    UnitMessage{0x70, 4, 0x0002'0006,
                "waited too long while old filament was purged: extruder or nozzle may be clogged"},
    UnitMessage{0x70, 4, 0x0002'0007, "has run out of filament: put a new spool in the same slot and resume"},
    UnitMessage{0x70, 4, 0x0002'0008,
                "does not know which slots the print wants: resume, or assign them again"},
    UnitMessage{0x01, 1, 0x0001'0001, "slips on the filament: its wheel is worn, or the filament too thin"},
    UnitMessage{0x01, 1, 0x0001'0003, "has an assist motor that cannot be controlled: a sensor may fail"},
    UnitMessage{0x01, 1, 0x0001'0004, "has an assist motor that cannot be controlled: a sensor may fail"},
    UnitMessage{0x01, 1, 0x0002'0002, "strains at its assist motor: the filament is tangled or stuck"},
    UnitMessage{0x02, 1, 0x0001'0001, "measures the filament's length wrongly"},
    UnitMessage{0x40, 1, 0x0002'0001, "hears nothing of the filament buffer: check the cable"},
    UnitMessage{0x40, 1, 0x0002'0002, "hears the filament buffer wrongly: its sensor may fail"},
    UnitMessage{0x40, 1, 0x0002'0003, "does not reach its hub: check the cable"},
    UnitMessage{0x40, 1, 0x0002'0004,
                "has a filament buffer that does not move: the spring is stuck, or the filament tangled"},
    UnitMessage{0x50, 1, 0x0002'0001, "does not answer: check its cable"},
    UnitMessage{0x51, 1, 0x0003'0001, "is switched off: load filament from the spool holder"},
    UnitMessage{0x55, 1, 0x0001'0003, "went offline while it started"},
    UnitMessage{0x55, 1, 0x0001'0004, "is assigned to the wrong extruder: set it up again"},
    UnitMessage{0x55, 1, 0x0002'0001, "is new: set up which extruder it feeds"},
    UnitMessage{0x56, 1, 0x0003'0001, "cools down after drying: wait before you use it"},
    UnitMessage{0x80, 2, 0x0001'0002, "has a dryer whose heater has no contact"},
    UnitMessage{0x80, 2, 0x0001'0003, "has a dryer whose heater may have a short circuit"},
    UnitMessage{0x80, 2, 0x0001'0004, "has a dryer that does not heat as it should"},
    UnitMessage{0x92, 2, 0x0001'0001, "has a dryer whose fan is blocked"},
    UnitMessage{0x92, 2, 0x0002'0003, "cannot dry without its power adapter"},
    UnitMessage{0x96, 1, 0x0001'0001, "may overheat while drying: switch the power of the AMS off"},
    UnitMessage{0x96, 1, 0x0001'0003, "cannot begin to dry: pull the filament out of it first"},
    UnitMessage{0x96, 1, 0x0002'0002, "stands too cold to dry well"},
    UnitMessage{0x96, 1, 0x0002'0004, "does not hold its drying temperature: is the lid closed?"},
    UnitMessage{0x97, 1, 0x0003'0001, "is too warm inside to feed or to read spools now"},
    UnitMessage{0x98, 1, 0x0002'0001, "has a power adapter with too low a voltage to dry well"},
    UnitMessage{0x98, 1, 0x0002'0002, "has a power adapter with too high a voltage: replace it"},
};

constexpr std::array all_spool_messages = {
    UnitMessage{0x20, 1, 0x0002'0001, "has run out of filament: load a new one"},
    UnitMessage{0x20, 1, 0x0002'0002, "is missing: load filament"},
    UnitMessage{0x20, 1, 0x0002'0004, "is still loaded: pull its filament out of the extruder"},
    UnitMessage{0x60, 1, 0x0002'0001, "is tangled or stuck"},
};

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

std::span<const UnitMessage> unit_messages() {
    return all_unit_messages;
}

std::span<const UnitMessage> spool_messages() {
    return all_spool_messages;
}

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
