#include "farm/sightings.hpp"

#include <algorithm>

namespace gantry::farm {
namespace {

void fill(std::string& text, const std::string& known) {
    if (text.empty()) text = known;
}

// A certificate tells less than an announcement, and the other way round.
void complete(Sighting& seen, const Sighting& known) {
    fill(seen.name, known.name);
    fill(seen.firmware, known.firmware);
    if (seen.model.empty() || seen.model == "Other") seen.model = known.model;
    if (seen.mode == NetworkMode::unknown) seen.mode = known.mode;
    if (seen.options.empty()) seen.options = known.options;
    seen.announced = seen.announced || known.announced;
    seen.scanned = seen.scanned || known.scanned;
}

}  // namespace

void Sightings::drop(std::map<Key, Place>::iterator place) {
    seen_.erase(place->second.sighting);
    places_.erase(place);
}

Sightings::News Sightings::take(Sighting seen, Time now, Duration keep) {
    const auto key = key_of(seen);
    const auto known = places_.find(key);
    if (known == places_.end()) {
        if (places_.size() >= limit_) drop(places_.find(key_of(seen_.front())));
        seen_.push_back(std::move(seen));
        places_.emplace(key, Place{std::prev(seen_.end()), now + keep});
        return News::appeared;
    }
    auto& place = known->second;
    complete(seen, *place.sighting);
    const bool same = seen == *place.sighting;
    *place.sighting = std::move(seen);
    place.until = std::max(place.until, now + keep);
    seen_.splice(seen_.end(), seen_, place.sighting);
    return same ? News::none : News::changed;
}

bool Sightings::forget(const std::string& driver, const std::string& serial) {
    const auto known = places_.find({driver, serial});
    if (known == places_.end()) return false;
    drop(known);
    return true;
}

bool Sightings::expire(Time now) {
    bool any = false;
    for (auto it = places_.begin(); it != places_.end();) {
        const auto place = it++;
        if (place->second.until > now) continue;
        drop(place);
        any = true;
    }
    return any;
}

bool Sightings::forget_scanned() {
    bool any = false;
    for (auto it = places_.begin(); it != places_.end();) {
        const auto place = it++;
        auto& seen = *place->second.sighting;
        if (!seen.scanned) continue;
        any = true;
        seen.scanned = false;
        if (!seen.announced) drop(place);
    }
    return any;
}

}  // namespace gantry::farm
