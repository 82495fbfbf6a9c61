#include "fuse/printers/bambu/storage.hpp"

namespace gantry::fuse::printers::bambu {

gantry::bambu::report::Storage storage_of(farm::Storage storage) {
    using gantry::bambu::report::Storage;
    switch (storage) {
        case farm::Storage::unknown:
            return Storage::unknown;
        case farm::Storage::none:
            return Storage::none;
        case farm::Storage::good:
            return Storage::good;
        case farm::Storage::faulty:
            return Storage::faulty;
        case farm::Storage::read_only:
            return Storage::read_only;
    }
    return Storage::unknown;
}

}  // namespace gantry::fuse::printers::bambu
