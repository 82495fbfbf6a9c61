#include "sim/models.hpp"

#include <algorithm>
#include <array>

namespace gantry::sim {
namespace {

constexpr std::array known{
    Model{"p1s", "C12", "Bambu Lab P1S", "01P", "01.08.02.00", PrinterClass::esp, CameraKind::jpeg,
          AmsKind::ams, 1280, 720, false},
    Model{"p1p", "C11", "Bambu Lab P1P", "01S", "01.08.02.00", PrinterClass::esp, CameraKind::jpeg,
          AmsKind::ams, 1280, 720, false},
    Model{"a1", "N2S", "Bambu Lab A1", "039", "01.05.00.00", PrinterClass::esp, CameraKind::jpeg,
          AmsKind::ams_lite, 1280, 720, false},
    Model{"a1mini", "N1", "Bambu Lab A1 mini", "030", "01.05.00.00", PrinterClass::esp, CameraKind::jpeg,
          AmsKind::ams_lite, 1280, 720, false},
    Model{"x1c", "BL-P001", "Bambu Lab X1 Carbon", "00M", "01.09.00.00", PrinterClass::ap, CameraKind::rtsps,
          AmsKind::ams, 1168, 720, false},
    Model{"x1e", "C13", "Bambu Lab X1E", "03W", "01.01.02.00", PrinterClass::ap, CameraKind::rtsps,
          AmsKind::ams, 1168, 720, false, true},
    Model{"p2s", "N7", "Bambu Lab P2S", "22E", "01.02.00.00", PrinterClass::ap, CameraKind::rtsps,
          AmsKind::ams_2_pro, 1920, 1080, true},
};

}  // namespace

std::span<const Model> models() {
    return known;
}

Result<const Model*> find_model(std::string_view key) {
    const auto found = std::ranges::find(known, key, &Model::key);
    if (found != known.end()) return &*found;
    std::string names;
    for (const auto& model : known)
        names += (names.empty() ? "" : ", ") + std::string(model.key);
    return fail(Errc::not_found,
                "no simulated printer model \"" + std::string(key) + "\"; there are " + names);
}

}  // namespace gantry::sim
