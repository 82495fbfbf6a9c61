// How a Machine answers requests (docs/protocols/bambu-lan.md, sections 4 to 8).
#include <charconv>
#include <tuple>

#include "sim/printer/machine.hpp"

namespace gantry::sim::printer {
namespace {

constexpr std::uint32_t verification_error = 84033543;
constexpr Hms unsigned_command{.attr = 0x05000500, .code = 0x00010007};
constexpr std::uint32_t busy_error = 0x05004004;
constexpr std::uint32_t mapping_error = 0x07008012;
constexpr std::uint32_t missing_file_error = 0x0500C010;
constexpr std::uint32_t wrong_file_error = 0x05004003;
constexpr std::size_t max_title = 100;

std::string text_of(const json::object& object, std::string_view key) {
    const auto* value = object.if_contains(key);
    return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

std::optional<int> number_of(const json::object& object, std::string_view key) {
    const auto* value = object.if_contains(key);
    if (value == nullptr || !value->is_int64()) return std::nullopt;
    const auto number = value->get_int64();
    if (number < -65536 || number > 65536) return std::nullopt;
    return static_cast<int>(number);
}

json::object acknowledged(json::object request) {
    request["result"] = "success";
    request["reason"] = "success";
    return request;
}

// As it appears on the screen: spaces become underscores, and long titles are cut.
std::string shown_title(std::string title) {
    std::ranges::replace(title, ' ', '_');
    if (title.size() > max_title) title = title.substr(0, max_title) + "...";
    return title;
}

std::string name_in(std::string_view url) {
    return std::string(url.substr(url.rfind('/') + 1));
}

// The AMS slot of the first filament that comes from the AMS. Errors: malformed for a slot that cannot be.
Result<int> mapped_tray(const json::object& request) {
    const auto* use_ams = request.if_contains("use_ams");
    const auto* mapping = request.if_contains("ams_mapping");
    if (use_ams == nullptr || !use_ams->is_bool() || !use_ams->get_bool()) return no_tray;
    if (mapping == nullptr || !mapping->is_array()) return 0;
    int tray = no_tray;
    for (const auto& entry : mapping->get_array()) {
        if (!entry.is_int64()) return fail(Errc::malformed, "a slot that is no number");
        const auto slot = entry.get_int64();
        if (slot >= 4 || slot < -1) return fail(Errc::malformed, "no such slot");
        if (slot >= 0 && tray == no_tray) tray = static_cast<int>(slot);
    }
    return tray;
}

// The number behind a letter of a G-code line: "M104 S220" has S 220.
std::optional<double> word(std::string_view line, char letter) {
    const auto at = line.find(std::string{' ', letter});
    if (at == line.npos) return std::nullopt;
    double number = 0;
    const auto text = line.substr(at + 2);
    if (std::from_chars(text.data(), text.data() + text.size(), number).ec != std::errc())
        return std::nullopt;
    return number;
}

}  // namespace

std::vector<json::object> Machine::handle(const json::object& request, Clock::time_point now) {
    std::vector<json::object> answers;
    for (const auto& [family, content] : request) {
        if (!content.is_object()) continue;
        auto reply = answer(family, content.get_object(), now);
        if (reply) answers.push_back({{family, std::move(*reply)}});
    }
    return answers;
}

std::optional<json::object> Machine::answer(std::string_view family, const json::object& request,
                                            Clock::time_point now) {
    const auto command = text_of(request, "command");
    if (command.empty()) return std::nullopt;
    if (family == "pushing") {
        full_due_ = full_due_ || command == "pushall" || command == "start";
        return std::nullopt;
    }
    urgent_ = true;
    if (family == "info" && command == "get_version") {
        json::object reply{{"command", command},
                           {"sequence_id", text_of(request, "sequence_id")},
                           {"module", version_modules(identity_)}};
        if (identity_.model->printer_class == PrinterClass::esp) {
            reply["result"] = "success";
            reply["reason"] = "";
        }
        return reply;
    }
    if (deaf_ && (family == "print" || family == "system")) return acknowledged(request);
    if (family == "print") return answer_print(request, now);
    if (family == "system") return answer_system(request);
    if (family == "camera") return answer_camera(request);
    if (family == "xcam" || family == "upgrade") return acknowledged(request);
    return std::nullopt;
}

json::object Machine::refuse(const json::object& request) {
    complain(unsigned_command);
    return {{"command", text_of(request, "command")},
            {"sequence_id", text_of(request, "sequence_id")},
            {"result", "failed"},
            {"reason", "mqtt message verify failed"},
            {"err_code", verification_error}};
}

std::optional<json::object> Machine::answer_print(const json::object& request, Clock::time_point now) {
    const auto command = text_of(request, "command");
    if (!identity_.developer_mode && command != "extrusion_cali_get") return refuse(request);
    if (command == "project_file" || command == "gcode_file") {
        start_project(request, now);
    } else if (command == "calibration") {
        std::ignore = calibrate(now);
    } else if (command == "pause") {
        std::ignore = pause();
    } else if (command == "resume") {
        std::ignore = resume();
    } else if (command == "stop") {
        std::ignore = stop();
    } else if (command == "print_speed") {
        const auto level = text_of(request, "param");
        if (level.size() == 1 && level[0] >= '1' && level[0] <= '4') state_.speed_level = level[0] - '0';
    } else if (command == "gcode_line") {
        run_gcode(text_of(request, "param"), now);
    } else if (command == "clean_print_error") {
        state_.print_error = 0;
        state_.hms.clear();
    } else if (command == "skip_objects") {
        if (const auto* list = request.if_contains("obj_list");
            busy() && list != nullptr && list->is_array()) {
            for (const auto& id : list->get_array())
                if (id.is_int64() && state_.skipped_objects.size() < 64)
                    state_.skipped_objects.push_back(static_cast<int>(id.get_int64()));
        }
    } else if (command == "ams_filament_setting") {
        set_filament(request);
    }
    // An answer means "received", never "done": success even for what this printer lacks (section 5).
    return acknowledged(request);
}

std::optional<json::object> Machine::answer_system(const json::object& request) {
    const auto command = text_of(request, "command");
    if (command == "ledctrl" && text_of(request, "led_node") == "chamber_light")
        state_.light = text_of(request, "led_mode") != "off";
    if (command == "uiop" && text_of(request, "name") == "print_error") state_.print_error = 0;
    return acknowledged(request);
}

std::optional<json::object> Machine::answer_camera(const json::object& request) {
    const auto command = text_of(request, "command");
    const bool enable = text_of(request, "control") == "enable";
    if (command == "ipcam_record_set") state_.record = enable;
    if (command == "ipcam_timelapse") state_.timelapse = enable;
    return acknowledged(request);
}

std::uint32_t Machine::file_error_of(const json::object& request, std::string_view url) const {
    if (settings_.find_file && !settings_.find_file(url)) return missing_file_error;
    const auto md5 = text_of(request, "md5");
    const bool wrong = !md5.empty() && settings_.md5_of_file && settings_.md5_of_file(url) != md5;
    return wrong ? wrong_file_error : 0;
}

void Machine::start_project(const json::object& request, Clock::time_point now) {
    if (busy()) {
        state_.print_error = busy_error;
        return;
    }
    const auto url = text_of(request, text_of(request, "command") == "gcode_file" ? "param" : "url");
    const auto tray = mapped_tray(request);
    auto title = text_of(request, "subtask_name");
    Job job{.file = name_in(url),
            .title = shown_title(title.empty() ? name_in(url) : std::move(title)),
            .task_id = text_of(request, "task_id"),
            .layers = settings_.layers,
            .duration = settings_.print_duration,
            .tray = tray.value_or(no_tray),
            .file_error = file_error_of(request, url)};
    if (const auto* timelapse = request.if_contains("timelapse");
        timelapse != nullptr && timelapse->is_bool())
        state_.timelapse = timelapse->get_bool();
    std::ignore = start(std::move(job), now);
    if (!tray) fail_print(mapping_error);
}

void Machine::run_gcode(std::string_view lines, Clock::time_point now) {
    while (!lines.empty()) {
        const auto line = lines.substr(0, lines.find('\n'));
        lines.remove_prefix(std::min(lines.size(), line.size() + 1));
        run_line(line, now);
    }
}

void Machine::run_line(std::string_view line, Clock::time_point now) {
    const auto value = std::clamp(word(line, 'S').value_or(0), 0.0, 300.0);
    if (line.starts_with("M104")) state_.nozzle_target_c = value;
    if (line.starts_with("M140")) state_.bed_target_c = std::min(value, 120.0);
    if (line.starts_with("M141") && identity_.model->chamber_heater)
        state_.chamber_target_c = std::min(value, 60.0);
    if (line.starts_with("M106")) set_fan(line);
    if (line.starts_with("G1 ") && !busy()) move_axes(line);
    if (line.starts_with("M18")) state_.homed = false;
    if (line != "G28" || busy()) return;
    state_.homed = false;
    homing_since_ = now;
}

// From where they are: nobody moves a printer of ours otherwise. Beyond the end stops too (section 7).
void Machine::move_axes(std::string_view line) {
    constexpr std::string_view letters = "XYZ";
    for (std::size_t axis = 0; axis < letters.size(); ++axis)
        state_.position[axis] += word(line, letters[axis]).value_or(0);
}

void Machine::set_fan(std::string_view line) {
    const int speed = static_cast<int>(std::clamp(word(line, 'S').value_or(0), 0.0, 255.0));
    switch (static_cast<int>(word(line, 'P').value_or(1))) {
        case 1:
            state_.part_fan = speed;
            break;
        case 2:
            state_.aux_fan = speed;
            break;
        case 3:
            state_.chamber_fan = speed;
            break;
        default:
            break;
    }
}

void Machine::set_filament(const json::object& request) {
    const auto slot = number_of(request, "tray_id");
    if (number_of(request, "ams_id") != 0 || !slot || *slot < 0 || *slot >= 4) return;
    auto& tray = state_.trays[static_cast<std::size_t>(*slot)];
    tray = {.type = text_of(request, "tray_type"),
            .sub_brand = text_of(request, "tray_sub_brands"),
            .preset = text_of(request, "tray_info_idx"),
            .colour = text_of(request, "tray_color"),
            .remaining_percent = -1,
            .nozzle_min_c = number_of(request, "nozzle_temp_min").value_or(190),
            .nozzle_max_c = number_of(request, "nozzle_temp_max").value_or(230)};
    ++state_.ams_version;
}

}  // namespace gantry::sim::printer
