// Printers that were seen on the network, whether they belong to the farm or not. What is seen is a hint that
// anybody can fake: the table never grows beyond its limit, and forgets. Owned by whoever listens; one
// thread.
#pragma once

#include <boost/describe.hpp>
#include <chrono>
#include <list>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace gantry::farm {

// As far as a printer says so itself.
enum class NetworkMode { unknown, lan_only, cloud };
BOOST_DESCRIBE_ENUM(NetworkMode, unknown, lan_only, cloud)

struct Sighting {
    std::string driver;
    std::string serial;
    std::string address;
    std::string model;
    std::string name;  // the owner's; may be empty
    std::string firmware;
    NetworkMode mode = NetworkMode::unknown;
    std::map<std::string, std::string> options;  // of its driver's own fields, such as its port
    bool announced = false;                      // spoke of itself …
    bool scanned = false;                        // … or answered when its address was asked
    friend bool operator==(const Sighting&, const Sighting&) = default;
};
BOOST_DESCRIBE_STRUCT(Sighting, (),
                      (driver, serial, address, model, name, firmware, mode, options, announced, scanned))

class Sightings {
public:
    using Time = std::chrono::steady_clock::time_point;
    using Duration = std::chrono::steady_clock::duration;
    enum class News { none, changed, appeared };

    explicit Sightings(std::size_t limit = 1024) : limit_(limit) {}

    // Kept for `keep` at least. What the new sighting leaves empty stays as it was. At the limit the one
    // that was silent for longest is dropped.
    News take(Sighting seen, Time now, Duration keep);
    bool forget(const std::string& driver, const std::string& serial);
    // Drops what was kept long enough; whether there was any.
    bool expire(Time now);
    // A new scan: what the last one found counts no longer.
    bool forget_scanned();

    // The one silent for longest first.
    const std::list<Sighting>& all() const { return seen_; }
    std::size_t size() const { return places_.size(); }

private:
    using Key = std::pair<std::string, std::string>;
    struct Place {
        std::list<Sighting>::iterator sighting;
        Time until;
    };
    static Key key_of(const Sighting& seen) { return {seen.driver, seen.serial}; }
    void drop(std::map<Key, Place>::iterator place);

    std::size_t limit_;
    std::list<Sighting> seen_;
    std::map<Key, Place> places_;
};

}  // namespace gantry::farm
