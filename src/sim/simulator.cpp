#include "sim/simulator.hpp"

#include <openssl/evp.h>
#include <openssl/ssl.h>

#include <fstream>

#include "base/log.hpp"
#include "base/private_file.hpp"
#include "base/random.hpp"
#include "net/tcp/listening.hpp"
#include "net/tls/context.hpp"
#include "sim/announcer.hpp"

namespace gantry::sim {
namespace {

constexpr std::uint16_t mqtt_port = 8883;
constexpr std::uint16_t ftps_port = 990;
constexpr std::uint16_t jpeg_port = 6000;
constexpr std::uint16_t rtsps_port = 322;
constexpr std::uint16_t search_port = 1990;
constexpr Backoff reconnect{.first = 20ms, .longest = 500ms, .healthy_after = 5s};

const Model* model_of(const PrinterSpec& spec) {
    const auto model = find_model(spec.model);
    if (!model) throw std::runtime_error(model.error().detail);
    return *model;
}

PrinterSpec completed(PrinterSpec spec) {
    const auto& model = *model_of(spec);
    if (spec.serial.empty()) spec.serial = serial_of(model, 1);
    if (spec.name.empty()) {
        for (const char c : model.key)
            spec.name += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
        spec.name += "-" + spec.serial.substr(spec.serial.size() - 2);
    }
    make_private_folder(spec.folder);
    const auto code_file = spec.folder / "access-code";
    if (spec.access_code.empty() && exists(code_file)) spec.access_code = Secret(read_file(code_file));
    if (spec.access_code.empty()) spec.access_code = Secret(random_text("0123456789", 8));
    write_private_file(code_file, spec.access_code.reveal());
    return spec;
}

PrinterPorts ports_of(const PrinterSpec& spec, const Model& model) {
    if (spec.ports == Ports::real)
        return {mqtt_port, ftps_port, model.camera == CameraKind::jpeg ? jpeg_port : rtsps_port};
    return {net::tcp::free_port(spec.address), net::tcp::free_port(spec.address), 0};
}

camera::FeedPtr make_feed(const PrinterSpec& spec, const Model& model) {
    auto feed = std::make_shared<camera::Feed>();
    feed->size = {model.width, model.height};
    feed->name = spec.name;
    feed->frame_rate = spec.frame_rate;
    feed->access_code = spec.access_code;
    feed->recording = spec.recording;
    feed->constant_time = model.constant_rtp_time;
    return feed;
}

// A job's URL as a path below the storage's root (docs/protocols/bambu-lan.md, section 8).
std::optional<std::filesystem::path> path_in_storage(std::string_view url) {
    for (const std::string_view scheme :
         {"ftp://", "file:///mnt/sdcard/", "file:///sdcard/", "file:///media/usb0/", "/sdcard/"}) {
        if (url.starts_with(scheme)) {
            url.remove_prefix(scheme.size());
            break;
        }
    }
    const auto path = std::filesystem::path(url).relative_path().lexically_normal();
    if (path.empty() || *path.begin() == "..") return std::nullopt;
    return path;
}

}  // namespace

std::string serial_of(const Model& model, unsigned index) {
    return fmt::format("{}00A{:09}", model.serial_prefix, index);
}

SimulatedPrinter::SimulatedPrinter(Executor executor, const Authority& authority, PrinterSpec spec)
    : executor_(executor),
      authority_(authority),
      spec_(completed(std::move(spec))),
      model_(model_of(spec_)),
      ports_(ports_of(spec_, *model_)),
      feed_(make_feed(spec_, *model_)),
      broker_(executor, server_identity(), ports_.mqtt),
      files_(executor, server_identity(), ports_.ftps),
      brain_(std::make_shared<printer::Brain>(make_machine(),
                                              std::shared_ptr<camera::View>(feed_, &feed_->view))),
      supervisor_(std::move(executor), "sim") {
    auto serve = model_->camera == CameraKind::jpeg ? camera::jpeg_camera(feed_) : camera::rtsp_camera(feed_);
    camera_ = std::make_shared<camera::Server>(executor_, spec_.address, ports_.camera, std::move(serve));
    clear_faults();
    write_openssl_settings(spec_.folder);
    if (!exists(spec_.folder / "certificate.pem") || !exists(spec_.folder / "key.pem")) issue_certificate();
}

SimulatedPrinter::~SimulatedPrinter() {
    camera_->close();
}

ServerIdentity SimulatedPrinter::server_identity() const {
    return {.folder = spec_.folder,
            .serial = spec_.serial,
            .address = spec_.address,
            .printer_class = model_->printer_class};
}

printer::Machine SimulatedPrinter::make_machine() const {
    const printer::Identity identity{.model = model_,
                                     .serial = spec_.serial,
                                     .address = spec_.address,
                                     .rtsps_port = ports_.camera,
                                     .developer_mode = spec_.developer_mode};
    // The brain may live some turns of the loop longer than this printer: it gets no `this`.
    const auto root = files_.root();
    const printer::Settings settings{
        .print_duration = spec_.print_duration,
        .layers = spec_.layers,
        .print_again = spec_.print_again,
        .rest = spec_.rest,
        .find_file = [root](std::string_view url) { return file_size_of(root, url); },
        .md5_of_file = [root](std::string_view url) { return md5_of(root, url); }};
    return {identity, settings, printer::Machine::Clock::now()};
}

void SimulatedPrinter::issue_certificate() {
    const auto version = model_->printer_class == PrinterClass::esp ? X509Version::v1 : X509Version::v3;
    const auto certificate = authority_.issue(spec_.serial, version);
    write_private_file(spec_.folder / "certificate.pem", certificate.chain_pem);
    write_private_file(spec_.folder / "key.pem", certificate.private_key_pem);
}

std::shared_ptr<ssl_ctx_st> SimulatedPrinter::camera_context() const {
    auto context = net::tls::make_server_context(read_file(spec_.folder / "certificate.pem"),
                                                 read_file(spec_.folder / "key.pem"));
    SSL_CTX_set_max_proto_version(context.get(), TLS1_2_VERSION);
    // A P1S gives a session number, but never resumes a session.
    if (model_->printer_class == PrinterClass::esp) {
        SSL_CTX_set_options(context.get(), SSL_OP_NO_TICKET);
        SSL_CTX_set_session_cache_mode(context.get(), SSL_SESS_CACHE_OFF);
    }
    return context;
}

awaitable<Result<>> SimulatedPrinter::start() {
    if (running_) co_return Result<>{};
    running_ = true;
    auto started = co_await start_servers();
    if (!started) {
        co_await stop();
        co_return started;
    }
    start_brain();
    co_return co_await wait_for_brain();
}

// Whoever sends a request right after start() must be heard.
awaitable<Result<>> SimulatedPrinter::wait_for_brain() {
    const auto end = std::chrono::steady_clock::now() + 10s;
    while (!brain_->connected()) {
        if (std::chrono::steady_clock::now() > end)
            co_return fail(Errc::timeout, spec_.serial + ": the printer does not reach its own broker");
        co_await sleep_for(5ms);
    }
    co_return Result<>{};
}

awaitable<Result<>> SimulatedPrinter::start_servers() {
    auto started = co_await broker_.start(feed_->access_code);
    if (!started) co_return started;
    files_missing_.clear();
    if (!spec_.files) files_missing_ = "switched off";
    if (spec_.files) {
        const auto files = co_await files_.start(feed_->access_code);
        // Without root or without vsftpd the rest of the printer is still of use.
        if (!files && files.error().code != Errc::forbidden && files.error().code != Errc::not_found)
            co_return files;
        if (!files) files_missing_ = files.error().detail;
    }
    if (!files_missing_.empty()) ports_.ftps = 0;
    try {
        open_camera();
    } catch (const std::exception& e) {
        co_return fail(Errc::internal, fmt::format("camera of {}: {}", spec_.serial, e.what()));
    }
    co_return Result<>{};
}

void SimulatedPrinter::open_camera() {
    // A JPEG camera that is switched off still accepts, and shows nothing; an RTSPS port is closed.
    if (feed_->disabled && model_->camera == CameraKind::rtsps) {
        camera_->close();
    } else {
        camera_->open(camera_context());
    }
    ports_.camera = camera_->port();
    brain_->machine().set_rtsps_port(ports_.camera);
    brain_->machine().set_camera_disabled(feed_->disabled);
}

void SimulatedPrinter::start_brain() {
    living_ = supervisor_.spawn("brain", [brain = brain_] { return printer::Brain::live(brain); });
    talking_ = supervisor_.keep_running(
        "brain",
        [brain = brain_, executor = executor_, login = broker_.brain()] {
            return printer::Brain::talk(brain, executor, login);
        },
        reconnect);
    if (!spec_.announce) return;
    const Announcement announcement{
        .model = model_,
        .name = spec_.name,
        .serial = spec_.serial,
        .address = spec_.address,
        .search_port = spec_.ports == Ports::real ? search_port : std::uint16_t{0}};
    announcing_ = supervisor_.spawn("announcer", [announcement] { return announce(announcement); });
}

awaitable<void> SimulatedPrinter::stop() {
    running_ = false;
    camera_->close();
    for (auto* task : {&announcing_, &talking_, &living_}) {
        task->cancel();
        co_await task->join();
    }
    brain_->disconnect();
    co_await files_.stop();
    co_await broker_.stop();
}

awaitable<Result<>> SimulatedPrinter::restart() {
    if (!running_) co_return Result<>{};
    co_await stop();
    co_return co_await start();
}

void SimulatedPrinter::clear_faults() {
    camera_->stuck = false;
    feed_->disabled = false;
    machine().calm();
    machine().set_deaf(false);
    machine().set_developer_mode(spec_.developer_mode);
    camera_->second_client =
        model_->camera == CameraKind::jpeg ? camera::SecondClient::silence : camera::SecondClient::kick;
    machine().set_storage(true);
    if (ports_.ftps == 0 || !running_) return;
    files_.limit_rate(0);
    files_.allow_writing(true);
}

Result<> SimulatedPrinter::start_print() {
    printer::Job job{
        .file = "demo.gcode.3mf", .title = "demo", .layers = spec_.layers, .duration = spec_.print_duration};
    return machine().start(std::move(job), printer::Machine::Clock::now());
}

awaitable<Result<>> SimulatedPrinter::apply(Fault fault) {
    log::info("sim", "{}: fault {}", spec_.serial, boost::describe::enum_to_string(fault.kind, ""));
    switch (fault.kind) {
        case FaultKind::wrong_code:
            feed_->access_code = Secret(random_text("0123456789", 8));
            write_private_file(spec_.folder / "access-code", feed_->access_code.reveal());
            co_return co_await restart();
        case FaultKind::camera_stuck:
            camera_->stuck = true;
            break;
        case FaultKind::camera_cut:
            camera_->cut();
            break;
        case FaultKind::camera_off:
            feed_->disabled = true;
            if (running_) open_camera();
            break;
        case FaultKind::printer_off:
            co_await stop();
            break;
        case FaultKind::printer_on:
            co_return co_await start();
        case FaultKind::certificate_changed:
            issue_certificate();
            co_return co_await restart();
        case FaultKind::slow_ftp:
            if (ports_.ftps == 0) co_return fail(Errc::unsupported, "there is no file store");
            files_.limit_rate(fault.kilobytes_per_second * 1000);
            break;
        case FaultKind::no_storage:
            machine().set_storage(false);
            if (ports_.ftps != 0) files_.allow_writing(false);
            break;
        case FaultKind::second_camera_client:
            camera_->second_client = fault.second_client;
            break;
        case FaultKind::hms:
            machine().complain(fault.hms);
            break;
        case FaultKind::deaf:
            machine().set_deaf(true);
            break;
        case FaultKind::developer_mode_off:
            machine().set_developer_mode(false);
            break;
        case FaultKind::clear: {
            const bool was_disabled = feed_->disabled;
            clear_faults();
            if (!running_) {
                auto started = co_await start();
                if (started) clear_faults();  // of its file store too, which is there now
                co_return started;
            }
            if (was_disabled) open_camera();
            break;
        }
    }
    co_return Result<>{};
}

std::optional<std::uintmax_t> file_size_of(const std::filesystem::path& root, std::string_view url) {
    const auto path = path_in_storage(url);
    if (!path) return std::nullopt;
    std::error_code error;
    if (!is_regular_file(root / *path, error)) return std::nullopt;
    const auto size = file_size(root / *path, error);
    if (error) return std::nullopt;
    return size;
}

std::string md5_of(const std::filesystem::path& root, std::string_view url) {
    if (!file_size_of(root, url)) return "";
    std::ifstream file(root / *path_in_storage(url), std::ios::binary);
    const std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> digest(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    if (!digest || EVP_DigestInit_ex(digest.get(), EVP_md5(), nullptr) != 1) return "";
    std::array<char, 64 * 1024> part{};
    while (file.read(part.data(), part.size()), file.gcount() > 0)
        EVP_DigestUpdate(digest.get(), part.data(), static_cast<std::size_t>(file.gcount()));
    std::array<std::byte, EVP_MAX_MD_SIZE> sum{};
    unsigned length = 0;
    EVP_DigestFinal_ex(digest.get(), reinterpret_cast<unsigned char*>(sum.data()), &length);
    auto text = to_hex(BytesView(sum).first(length));
    std::ranges::transform(text, text.begin(),
                           [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    return text;
}

}  // namespace gantry::sim
