#include "fuse/cameras/registry.hpp"

#include "fuse/cameras/bambu_jpeg/source.hpp"
#include "fuse/cameras/rtsp/source.hpp"
#include "fuse/cameras/virtual/source.hpp"

namespace gantry::fuse::cameras {

void Registry::add(Registration registration) {
    const auto kind = registration.kind;
    registrations_.insert_or_assign(kind, std::move(registration));
}

Result<std::unique_ptr<CameraSource>> Registry::make(const std::string& kind, CameraTarget target) const {
    if (kind == farm::no_camera) return fail(Errc::disabled, "This printer has no camera.");
    const auto found = registrations_.find(kind);
    if (found == registrations_.end())
        return fail(Errc::unsupported, "This kind of camera is not supported.");
    if (!target.url.empty() && !found->second.elsewhere)
        return fail(Errc::unsupported,
                    "This kind of camera is only looked for at its printer's own address.");
    return found->second.make(std::move(target));
}

Pictures Registry::pictures(const std::string& kind) const {
    const auto found = registrations_.find(kind);
    return found == registrations_.end() ? Pictures::jpeg : found->second.pictures;
}

Registry make_registry() {
    Registry registry;
    registry.add(bambu_jpeg::registration());
    registry.add(rtsp::registration());
    registry.add(virtual_camera::registration());
    return registry;
}

}  // namespace gantry::fuse::cameras
