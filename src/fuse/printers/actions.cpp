#include "fuse/printers/actions.hpp"

#include "bambu/models.hpp"

namespace gantry::fuse::printers {

farm::Speed speed_of(farm::Action action) {
    switch (action) {
        case farm::Action::speed_silent:
            return farm::Speed::silent;
        case farm::Action::speed_standard:
            return farm::Speed::standard;
        case farm::Action::speed_sport:
            return farm::Speed::sport;
        case farm::Action::speed_ludicrous:
            return farm::Speed::ludicrous;
        default:
            return farm::Speed::unknown;
    }
}

farm::Limits limits_of(std::string_view model) {
    // The maker's own client moves no further at a time; where the end stops do not count, that is far
    // enough.
    constexpr int move_mm = 10;
    const auto* known = bambu::model_by_name(model);
    const auto heat = known != nullptr ? known->heat : bambu::HeatLimits{};
    const bool all_fans = known != nullptr && known->fans == bambu::FanKit::all;
    return {.nozzle_c = heat.nozzle_c,
            .bed_c = heat.bed_c,
            .chamber_c = heat.chamber_c,
            .part_fan = true,
            .aux_fan = all_fans,
            .chamber_fan = all_fans,
            .move_mm = move_mm};
}

}  // namespace gantry::fuse::printers
