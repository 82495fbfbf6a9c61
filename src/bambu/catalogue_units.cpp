#include "bambu/catalogue.hpp"

#include <array>

namespace gantry::bambu::catalogue {
namespace {

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

}  // namespace

std::span<const UnitMessage> unit_messages() {
    return all_unit_messages;
}

std::span<const UnitMessage> spool_messages() {
    return all_spool_messages;
}

}  // namespace gantry::bambu::catalogue
