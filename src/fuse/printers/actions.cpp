#include "fuse/printers/actions.hpp"

namespace gantry::fuse::printers {

farm::Speed speed_of(Action action) {
    switch (action) {
        case Action::speed_silent:
            return farm::Speed::silent;
        case Action::speed_standard:
            return farm::Speed::standard;
        case Action::speed_sport:
            return farm::Speed::sport;
        case Action::speed_ludicrous:
            return farm::Speed::ludicrous;
        case Action::light_on:
        case Action::light_off:
        case Action::pause:
        case Action::resume:
        case Action::stop:
            return farm::Speed::unknown;
    }
    return farm::Speed::unknown;
}

}  // namespace gantry::fuse::printers
