// What passes between Fuse and a printer, as a driver reports it. The texts belong to the driver and are
// valid during the call only.
#pragma once

#include <boost/describe.hpp>
#include <string_view>

namespace gantry::fuse::printers {

enum class Direction {
    send,
    receive,
    connection  // not a message: the connection stands, was refused, or is lost
};
BOOST_DESCRIBE_ENUM(Direction, send, receive, connection)

struct Message {
    Direction direction = Direction::receive;
    std::string_view topic;    // "device/01P00A000000001/report", or the path of a request
    std::string_view name;     // what it is: "push_status", "pushall", "connected"
    std::string_view payload;  // any bytes, secrets included
};

}  // namespace gantry::fuse::printers
