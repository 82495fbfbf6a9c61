#include "tests/fuse/printers/kiln.hpp"

#include "fuse/printers/options.hpp"

namespace gantry::fuse::printers::kiln {
namespace {

constexpr auto look_every = 20ms;
constexpr auto picture = "\xff\xd8\xff\xd9";

constexpr auto notice_type = "urn:kiln-works:device:kiln:1";

Secret key_of(const PrinterConfig& config, const std::string& key = "api_key") {
    const auto found = config.secrets.find(key);
    return found == config.secrets.end() ? Secret() : found->second;
}

awaitable<Result<Identity>> ask(PrinterConfig config) {
    const auto port = option(config, "http_port");
    net::http::ClientRequest request{
        .url = "http://" + config.address + ":" + (port.empty() ? "7777" : port) + "/who", .limit = 5s};
    request.headers["x-api-key"] = key_of(config).reveal();
    const auto answer = co_await net::http::fetch(std::move(request));
    if (!answer) co_return std::unexpected(answer.error());
    if (answer->status == 401) co_return fail(Errc::unauthorized, "The kiln refuses this API key");
    co_return parse_as<Identity>(answer->body);
}

class KilnFinder final : public Finder {
public:
    AddForm form() const override {
        return {
            .title = "Kiln Works",
            .preparation = "Open the door first.",
            .fields = {{.key = "serial", .kind = FieldKind::serial, .label = "Serial Number"},
                       {.key = "http_port", .option = true, .kind = FieldKind::port, .label = "HTTP Port"},
                       {.key = "user", .option = true, .label = "User Name", .required = true},
                       {.key = "api_key",
                        .option = true,
                        .kind = FieldKind::secret,
                        .label = "API Key",
                        .hint = "Under Settings → Remote",
                        .required = true},
                       {.key = "camera_url", .option = true, .kind = FieldKind::url, .label = "Camera"},
                       {.key = "camera_key",
                        .option = true,
                        .kind = FieldKind::secret,
                        .label = "Camera Key",
                        .hint = "Only if the camera has one of its own"}}};
    }
    Result<Notice> recognise(const net::ssdp::Message& message, const std::string& sender) const override {
        if (message.find("NT") != notice_type) return fail(Errc::not_found, "not about a kiln");
        return Notice{.sighting = {.driver = "kiln",
                                   .serial = std::string(message.find("USN").value_or("")),
                                   .address = sender,
                                   .options = {{"http_port", std::string(message.find("Port").value_or(""))}},
                                   .announced = true}};
    }
    std::vector<std::uint16_t> scan_ports() const override { return {7777}; }
    awaitable<Result<Access>> try_access(PrinterConfig config) const override {
        auto identity = co_await ask(std::move(config));
        if (!identity) co_return std::unexpected(identity.error());
        co_return Access{.identity = *std::move(identity)};
    }
};

class KilnLink final : public PrinterLink {
public:
    KilnLink(PrinterConfig config, LinkListener& listener)
        : config_(std::move(config)), listener_(listener) {}

    awaitable<Error> run() override {
        auto answer = co_await ask(config_);
        if (!answer) co_return std::move(answer.error());
        listener_.on_connected({});
        const auto sent = "GET /who\r\nHost: kiln\r\nCookies-of-the-kiln " + key_of(config_).reveal();
        listener_.on_message({Direction::send, "/who", "who", sent});
        farm::PrinterState state;
        state.activity = farm::Activity::idle;
        listener_.on_report(std::move(state));
        while (answer) {
            co_await sleep_for(look_every);
            answer = co_await ask(config_);
        }
        co_return std::move(answer.error());
    }
    awaitable<Result<>> command(Command) override { co_return Result<>{}; }

private:
    PrinterConfig config_;
    LinkListener& listener_;
};

class KilnDriver final : public Driver {
public:
    std::string name() const override { return "kiln"; }
    awaitable<Result<Identity>> identify(PrinterConfig config) override { return ask(std::move(config)); }
    Result<> complete(PrinterConfig& config) const override {
        if (config.printer.model.empty()) config.printer.model = "Kiln One";
        config.printer.camera = option(config, "camera_url").empty() ? "none" : "kiln_still";
        return {};
    }
    CameraAccess camera(const PrinterConfig& config) const override {
        const auto own = key_of(config, "camera_key");
        return {option(config, "camera_url"), option(config, "user"), own.empty() ? key_of(config) : own};
    }
    std::unique_ptr<PrinterLink> make_link(Executor, PrinterConfig config, LinkListener& listener) override {
        return std::make_unique<KilnLink>(std::move(config), listener);
    }
    const Finder* finder() const override { return &finder_; }

private:
    KilnFinder finder_;
};

class StillCamera final : public cameras::CameraSource {
public:
    explicit StillCamera(cameras::CameraTarget target) : target_(std::move(target)) {}

    awaitable<Error> run(cameras::CameraSink& sink) override {
        for (;;) {
            net::http::ClientRequest request{.url = target_.url, .limit = 5s};
            request.headers["x-user"] = target_.user;
            request.headers["x-api-key"] = target_.access_code.reveal();
            auto answer = co_await net::http::fetch(std::move(request));
            if (!answer) co_return std::move(answer.error());
            if (answer->status != 200) co_return Error{Errc::unauthorized, "no picture without the key"};
            sink.publish(std::make_shared<const media::jpeg::Image>(media::jpeg::Image{
                to_bytes(answer->body), std::chrono::steady_clock::now(), std::chrono::system_clock::now()}));
            co_await sleep_for(look_every);
        }
    }

private:
    cameras::CameraTarget target_;
};

}  // namespace

std::unique_ptr<Driver> driver() {
    return std::make_unique<KilnDriver>();
}

cameras::Registration camera() {
    return {.kind = "kiln_still",
            .pictures = cameras::Pictures::jpeg,
            .elsewhere = true,
            .make = [](cameras::CameraTarget target) -> std::unique_ptr<cameras::CameraSource> {
                return std::make_unique<StillCamera>(std::move(target));
            }};
}

std::string announcement(const std::string& port) {
    return std::string("NOTIFY * HTTP/1.1\r\nNT: ") + notice_type + "\r\nUSN: " + serial +
           "\r\nPort: " + port + "\r\n\r\n";
}

Printer::Printer(Executor executor, net::http::ServerOptions options)
    : server_(std::move(executor), routes(), std::move(options)) {}

net::http::Router Printer::routes() {
    const auto lets_in = [this](const net::http::Request& request) {
        return lets_in_all || request.header("x-api-key") == good_key;
    };
    net::http::Router router(net::http::allow_all_but_forbidden());
    router.add({.pattern = "/who",
                .permission = "public",
                .handler = [this, lets_in](net::http::Request request) -> awaitable<net::http::Response> {
                    ++asked;
                    if (!lets_in(request)) co_return net::http::problem({Errc::unauthorized, "the key"});
                    const Identity identity{serial, "Kiln One"};
                    co_return net::http::json_response(to_json(identity));
                }});
    router.add({.pattern = "/still",
                .permission = "public",
                .handler = [this, lets_in](net::http::Request request) -> awaitable<net::http::Response> {
                    seen_key = request.header("x-api-key");
                    if (!lets_in(request) && seen_key != camera_key)
                        co_return net::http::problem({Errc::unauthorized, "the key"});
                    seen_user = request.header("x-user");
                    co_return net::http::Response{.headers = {{"content-type", "image/jpeg"}},
                                                  .body = picture};
                }});
    return router;
}

}  // namespace gantry::fuse::printers::kiln
