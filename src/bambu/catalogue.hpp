// What the codes of health messages (HMS) and print errors mean, in words of our own: those that people meet.
// The maker's own catalogue is thousands of texts and needs the internet. For this folder alone; any thread.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace gantry::bambu::catalogue {

// What a message is about, as people look for it.
enum class Topic { filament, nozzle, bed, chamber, motion, camera, storage, network, electronics };
std::string_view name_of(Topic topic);

// Of a part that a printer has once. `more` message numbers that follow mean the same.
struct Message {
    std::uint64_t code = 0;  // attr and code of bambu::HealthMessage
    Topic topic = Topic::electronics;
    std::string_view text;
    std::uint16_t more = 0;
};

// Of any AMS: the text goes on after its name. `parts` that follow one another are those of its slots.
struct UnitMessage {
    std::uint8_t part = 0;
    std::uint8_t parts = 1;
    std::uint32_t code = 0;
    std::string_view text;
};

struct PrintError {
    std::uint32_t code = 0;
    std::string_view text;
};

// Of any AMS, likewise.
struct UnitError {
    std::uint16_t code = 0;
    std::string_view text;
};

// By topic.
std::span<const Message> messages();
std::span<const UnitMessage> unit_messages();
std::span<const UnitMessage> spool_messages();  // of the external spool
std::span<const PrintError> print_errors();
std::span<const UnitError> unit_errors();
std::span<const UnitError> spool_errors();

}  // namespace gantry::bambu::catalogue
