// The camera sources that this program has, by kind. Filled once at start; read on the io_context's thread.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "base/secret.hpp"
#include "base/worker_pool.hpp"
#include "farm/printer.hpp"
#include "fuse/cameras/source.hpp"
#include "net/tls/identity.hpp"

namespace gantry::fuse::cameras {

// What a picture that is made here shows.
struct Subject {
    farm::Printer printer;
    farm::PrinterState state;
};

// What a source needs to know about its printer.
struct CameraTarget {
    std::string host;
    std::uint16_t port = 0;   // 0: the kind's own
    std::string server_name;  // SNI: the serial number
    std::string path;         // of a stream's URL; empty: the kind's own
    std::string url;          // of a camera that is not at its printer's address; empty: the kind's own
    std::string user;         // empty: the kind's own
    Secret access_code;       // or password
    net::tls::Verify verify;  // pinned by the printer's session
    // For sources that make their pictures themselves: where they may work (outlives them), and of what.
    WorkerPool* pool = nullptr;
    std::function<Subject()> subject;
};

struct Registration {
    std::string kind;  // as farm::Printer::camera names it
    Pictures pictures = Pictures::jpeg;
    bool elsewhere = false;  // it heeds CameraTarget::url
    std::function<std::unique_ptr<CameraSource>(CameraTarget)> make;
};

class Registry {
public:
    void add(Registration registration);
    // Errors: unsupported when nothing is registered for this kind, or it is to be reached at a url and
    // cannot; disabled for "none".
    Result<std::unique_ptr<CameraSource>> make(const std::string& kind, CameraTarget target) const;
    // What make's source sends; jpeg when there is none.
    Pictures pictures(const std::string& kind) const;

private:
    std::map<std::string, Registration> registrations_;
};

// With every source of this folder.
Registry make_registry();

}  // namespace gantry::fuse::cameras
