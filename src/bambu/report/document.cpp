#include <algorithm>

#include "bambu/report/fields.hpp"
#include "bambu/report/merge.hpp"
#include "bambu/report/report.hpp"

namespace gantry::bambu::report {
namespace {

constexpr std::size_t max_document_bytes = 1024 * 1024;
constexpr std::size_t weigh_every_bytes = 4 * max_document_bytes;

// Some firmware (A1 mini 01.07) sends bytes that are no UTF-8, and some clients append a zero.
std::string readable(std::string_view payload) {
    while (!payload.empty() && payload.back() == '\0')
        payload.remove_suffix(1);
    std::string text(payload);
    for (std::size_t i = 0; i < text.size();) {
        const auto lead = static_cast<unsigned char>(text[i]);
        const std::size_t length = lead < 0x80    ? 1
                                   : lead >= 0xF0 ? 4
                                   : lead >= 0xE0 ? 3
                                   : lead >= 0xC2 ? 2
                                                  : 0;
        bool valid = length != 0 && lead <= 0xF4 && i + length <= text.size();
        for (std::size_t k = 1; valid && k < length; ++k)
            valid = (static_cast<unsigned char>(text[i + k]) & 0xC0) == 0x80;
        if (!valid) text[i] = '?';
        i += valid ? length : 1;
    }
    return text;
}

bool same_word(std::string_view a, std::string_view lower_case) {
    return std::ranges::equal(a, lower_case, [](char x, char y) { return (x | 0x20) == y; });
}

Acknowledgement acknowledgement_in(std::string_view family, const json::object& body) {
    const auto result = text(body, "result");
    const auto sequence = body.if_contains("sequence_id");
    return {.family = std::string(family),
            .command = text(body, "command"),
            .sequence_id = sequence != nullptr && sequence->is_int64() ? std::to_string(sequence->get_int64())
                                                                       : text(body, "sequence_id"),
            .refused = same_word(result, "fail") || same_word(result, "failed"),
            .reason = text(body, "reason"),
            .err_code = integer(body, "err_code").value_or(0)};
}

// Families whose objects are commands or their echoes; anything else beside `print` belongs into it.
bool is_family(std::string_view name) {
    return name == "system" || name == "camera" || name == "upgrade" || name == "pushing" ||
           name == "security" || name == "mc_print";
}

}  // namespace

Taken Document::take_print(const json::object& print) {
    const auto command = text(print, "command");
    if (!command.empty() && command != "push_status")
        return {.kind = Kind::acknowledgement, .acknowledgement = acknowledgement_in("print", print)};
    merge_print(print_, print);
    const bool full = integer(print, "msg").value_or(0) == 0;
    if (full && print_.contains("gcode_state")) complete_ = true;
    return {.kind = full ? Kind::full : Kind::delta};
}

void Document::take_modules(const json::object& info) {
    const auto* modules = array_in(info, "module");
    if (modules == nullptr) return;
    for (const auto& module : *modules) {
        const auto* object = module.if_object();
        if (object != nullptr && text(*object, "name") == "ota") firmware_ = text(*object, "sw_ver", 32);
    }
}

Result<> Document::bound_size(std::size_t added) {
    merged_bytes_ += added;
    if (merged_bytes_ < weigh_every_bytes) return {};
    merged_bytes_ = to_text(print_).size();
    if (merged_bytes_ <= max_document_bytes) return {};
    *this = Document();
    return fail(Errc::too_large, "the printer's reports add up to more than we accept");
}

Result<Taken> Document::take(std::string_view payload) {
    const auto parsed = parse_json(readable(payload));
    if (!parsed) return std::unexpected(parsed.error());
    const auto* message = parsed->if_object();
    if (message == nullptr) return fail(Errc::malformed, "a report is a JSON object");
    Taken taken;
    for (const auto& [family, body] : *message) {
        const auto* object = body.if_object();
        const bool is_command = object != nullptr && object->contains("command");
        if (family == "print") {
            if (object != nullptr) taken = take_print(*object);
        } else if (family == "info" && is_command) {
            take_modules(*object);
            if (taken.kind == Kind::other) taken.kind = Kind::modules;
        } else if (is_command) {
            taken = {.kind = Kind::acknowledgement, .acknowledgement = acknowledgement_in(family, *object)};
        } else if (!is_family(family)) {
            json::object sibling;
            sibling[family] = body;
            merge_print(print_, sibling);
            if (taken.kind == Kind::other) taken.kind = Kind::delta;
        }
    }
    if (auto bounded = bound_size(payload.size()); !bounded) return std::unexpected(bounded.error());
    return taken;
}

}  // namespace gantry::bambu::report
