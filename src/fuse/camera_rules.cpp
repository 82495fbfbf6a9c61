#include "fuse/camera_rules.hpp"

namespace gantry::fuse {
namespace {

Result<> unless(bool allowed, std::string_view refusal) {
    return allowed ? Result<>{} : fail(Errc::disabled, std::string(refusal));
}

Result<> may_open(const settings::Settings& settings, const printers::CameraSwitches& own) {
    if (!settings.cameras_enabled)
        return fail(Errc::disabled, "Cameras are switched off in the settings of this Fuse");
    return unless(own.camera_enabled,
                  "The camera of this printer is switched off; its Edit dialog switches it on");
}

}  // namespace

Result<> may_use(CameraUse use, const settings::Settings& settings, const printers::CameraSwitches& own) {
    const auto open = may_open(settings, own);
    switch (use) {
        case CameraUse::open:
            return open;
        case CameraUse::snapshots:
            if (!open) return open;
            if (!settings.snapshots_enabled)
                return fail(Errc::disabled, "Snapshots are switched off in the settings of this Fuse");
            return unless(own.snapshots_enabled,
                          "Snapshots of this printer are switched off; its Edit dialog switches them on");
        case CameraUse::remote_stream:
            // One text whatever the reason: the Cloud's viewers can do nothing about it.
            return unless(open && settings.remote_stream_enabled && own.remote_stream_enabled,
                          "Remote camera streaming is disabled");
    }
    return fail(Errc::internal, "a use of a camera that nobody knows");
}

}  // namespace gantry::fuse
