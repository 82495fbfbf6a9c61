// A simulated Bambu printer made of real servers: broker, file store, camera and SSDP, each at its own
// loopback address. Owned by a test or by a Fleet; the loop's thread only. Follows
// docs/protocols/bambu-lan.md, section 11.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "base/asio.hpp"
#include "base/secret.hpp"
#include "base/supervisor.hpp"
#include "sim/camera/jpeg_camera.hpp"
#include "sim/camera/rtsp_camera.hpp"
#include "sim/camera/server.hpp"
#include "sim/certificate.hpp"
#include "sim/fault.hpp"
#include "sim/printer/brain.hpp"
#include "sim/servers.hpp"

namespace gantry::sim {

// Real: 8883, 990 and 6000 or 322, for root. High: free ones, for tests side by side and for everybody.
enum class Ports { real, high };

struct PrinterSpec {
    std::string model = "p1s";  // a key of models()
    std::string name;           // none: from model and serial number
    std::string serial;         // 15 characters; none: the model's first
    std::string address = "127.0.0.1";
    Ports ports = Ports::high;
    std::filesystem::path folder;  // of this printer alone; certificate and access code stay in it
    Secret access_code;            // none: the folder's, or a new one
    double frame_rate = 10;        // of JPEG cameras; RTSPS cameras send 30
    // What RTSPS cameras repeat instead of encoding for themselves; none: they encode.
    std::shared_ptr<camera::Recording> recording;
    bool files = true;  // needs root
    bool announce = false;
    bool developer_mode = true;
    std::chrono::milliseconds print_duration{std::chrono::minutes(5)};
    int layers = 120;
    bool print_again = false;
    std::chrono::milliseconds rest{10'000};  // before it prints again
};

struct PrinterPorts {
    std::uint16_t mqtt = 0;
    std::uint16_t ftps = 0;  // 0 when there is no file store
    std::uint16_t camera = 0;
};

// The size of a stored file by a job's URL (docs/protocols/bambu-lan.md, section 8); none when there is no
// such file.
std::optional<std::uintmax_t> file_size_of(const std::filesystem::path& storage, std::string_view url);
// Its MD5 in upper-case hex; empty when there is no such file.
std::string md5_of(const std::filesystem::path& storage, std::string_view url);

// The index-th serial number of a model, from 1.
std::string serial_of(const Model& model, unsigned index);

class SimulatedPrinter {
public:
    // Throws when the model is unknown or the folder cannot be used.
    SimulatedPrinter(Executor executor, const Authority& authority, PrinterSpec spec);
    ~SimulatedPrinter();

    // Completes when every port answers. Without root there is no FTPS: files_missing() says why.
    awaitable<Result<>> start();
    // Ends every server and child.
    awaitable<void> stop();

    awaitable<Result<>> apply(Fault fault);
    // A print as if from the printer's screen. Errors: busy.
    Result<> start_print();

    const Model& model() const { return *model_; }
    const std::string& name() const { return spec_.name; }
    const std::string& serial() const { return spec_.serial; }
    const std::string& address() const { return spec_.address; }
    const Secret& access_code() const { return feed_->access_code; }
    const PrinterPorts& ports() const { return ports_; }
    bool running() const { return running_; }
    const std::string& files_missing() const { return files_missing_; }
    std::filesystem::path storage() const { return files_.root(); }
    printer::Machine& machine() { return brain_->machine(); }

private:
    void issue_certificate();
    std::shared_ptr<ssl_ctx_st> camera_context() const;
    void open_camera();
    awaitable<Result<>> start_servers();
    void start_brain();
    awaitable<Result<>> wait_for_brain();
    awaitable<Result<>> restart();
    void clear_faults();
    ServerIdentity server_identity() const;
    printer::Machine make_machine() const;

    Executor executor_;
    Authority authority_;
    PrinterSpec spec_;
    const Model* model_;
    PrinterPorts ports_;
    bool running_ = false;
    std::string files_missing_;
    camera::FeedPtr feed_;
    std::shared_ptr<camera::Server> camera_;
    Broker broker_;
    FileStore files_;
    std::shared_ptr<printer::Brain> brain_;
    Supervisor supervisor_;
    Task living_;
    Task talking_;
    Task announcing_;
};

}  // namespace gantry::sim
