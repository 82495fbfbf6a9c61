#include "bambu/discovery/announcement.hpp"

#include <boost/asio/ip/address_v4.hpp>

#include "bambu/models.hpp"
#include "base/utf8.hpp"

namespace gantry::bambu {
namespace {

namespace ip = boost::asio::ip;
using net::ssdp::Kind;
using net::ssdp::Message;

constexpr std::string_view device_types = "urn:bambulab-com:device:";
constexpr auto printer_type = "urn:bambulab-com:device:3dprinter:1";
constexpr std::size_t longest_name = 100;
constexpr std::size_t longest_firmware = 32;

std::string_view value_of(const Message& message, std::string_view header) {
    return message.find(header).value_or(std::string_view{});
}

bool is_about_a_printer(const Message& message) {
    if (message.kind == Kind::search) return false;
    const auto type = value_of(message, message.kind == Kind::notify ? "NT" : "ST");
    if (!type.empty()) return type.starts_with(device_types);
    return message.find("DevModel.bambu.com") || message.find("DevName.bambu.com");
}

// "uuid:01P00C000000042::urn:…" as well as the bare number.
std::string_view serial_in(std::string_view usn) {
    if (usn.starts_with("uuid:")) usn.remove_prefix(5);
    return usn.substr(0, usn.find("::"));
}

// "http://192.0.2.31:80/" as well as the bare address.
std::string_view host_in(std::string_view location) {
    if (const auto scheme = location.find("://"); scheme != location.npos) location.remove_prefix(scheme + 3);
    return location.substr(0, location.find_first_of(":/"));
}

bool can_be_a_host(const std::string& text) {
    boost::system::error_code error;
    const auto address = ip::make_address_v4(text, error);
    const auto first = address.to_bytes()[0];
    return !error && first != 0 && first < 224;
}

// C0, DEL, and C1 as UTF-8 writes it: a terminal may obey them.
bool has_control(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        const auto next = i + 1 < text.size() ? static_cast<unsigned char>(text[i + 1]) : 0;
        if (c < 0x20 || c == 0x7f || (c == 0xc2 && next >= 0x80 && next < 0xa0)) return true;
    }
    return false;
}

// Malformed text is left out: the rest of the message is still worth something.
std::string plain(std::string_view text, std::size_t longest) {
    if (has_control(text) || !is_utf8(text) || count_characters(text) > longest) return {};
    return std::string(text);
}

Mode mode_of(std::string_view connect) {
    if (connect == "lan") return Mode::lan_only;
    return connect == "cloud" ? Mode::cloud : Mode::unknown;
}

const Model* model_of(std::string_view code, std::string_view serial) {
    const auto* model = model_by_code(code);
    return model != nullptr ? model : model_by_serial(serial);
}

}  // namespace

Result<Announcement> announcement_of(const Message& message, const std::string& sender) {
    if (!is_about_a_printer(message)) return fail(Errc::not_found, "not about a Bambu Lab printer");
    Announcement found{.serial = std::string(serial_in(value_of(message, "USN"))),
                       .address = std::string(host_in(value_of(message, "Location")))};
    if (!is_serial(found.serial)) return fail(Errc::malformed, "an announcement without a serial number");
    if (found.address.empty()) found.address = sender;
    if (!can_be_a_host(found.address)) return fail(Errc::malformed, "an announcement without an address");
    const auto* model = model_of(value_of(message, "DevModel.bambu.com"), found.serial);
    found.model = model != nullptr ? std::string(model->name) : "Other";
    found.name = plain(value_of(message, "DevName.bambu.com"), longest_name);
    found.firmware = plain(value_of(message, "DevVersion.bambu.com"), longest_firmware);
    found.mode = mode_of(value_of(message, "DevConnect.bambu.com"));
    found.leaving = value_of(message, "NTS") == "ssdp:byebye";
    return found;
}

Message search(std::uint16_t port) {
    Message message{.kind = Kind::search, .headers = {}};
    message.headers.push_back({"HOST", "239.255.255.250:" + std::to_string(port)});
    message.headers.push_back({"MAN", "\"ssdp:discover\""});
    message.headers.push_back({"MX", "3"});
    message.headers.push_back({"ST", printer_type});
    return message;
}

}  // namespace gantry::bambu
