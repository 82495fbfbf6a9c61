// A simulated printer without its connection: time and requests go in, reports and answers come out. Owned by
// its Brain; one thread at a time. Follows docs/protocols/bambu-lan.md, sections 3 to 8,
// and docs/protocols/bambu-report.md.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <vector>

#include "sim/printer/job.hpp"
#include "sim/printer/report.hpp"

namespace gantry::sim::printer {

struct Settings {
    std::chrono::milliseconds print_duration{std::chrono::minutes(5)};
    int layers = 120;
    bool print_again = false;                // starts a print at once, and the next one after each
    std::chrono::milliseconds rest{10'000};  // between those
    // The size of a file of the printer's storage by the job's URL; none when there is no such file.
    std::function<std::optional<std::uintmax_t>(std::string_view url)> find_file;
    // The MD5 of that file as jobs give it, in upper-case hex; empty when there is no such file.
    std::function<std::string(std::string_view url)> md5_of_file;
};

class Machine {
public:
    using Clock = std::chrono::steady_clock;

    Machine(Identity identity, Settings settings, Clock::time_point now);

    // Moves the print and the temperatures on.
    void advance(Clock::time_point now);
    // What the printer publishes in answer, in order; a full report may follow by take_full().
    std::vector<json::object> handle(const json::object& request, Clock::time_point now);

    // A full report when one was asked for, or a new job began.
    std::optional<json::object> take_full();
    // What has changed since the last report; none when nothing has.
    std::optional<json::object> take_delta();
    // True when the next delta should not wait: a change of state, an error, a light.
    bool urgent() const { return urgent_; }

    // As on the printer's screen. Errors: busy, rejected (nothing runs).
    Result<> start(Job job, Clock::time_point now);
    Result<> calibrate(Clock::time_point now);
    Result<> pause();
    Result<> resume();
    Result<> stop();
    // Shows a health message.
    void complain(Hms message);
    // Forgets the health messages.
    void calm();
    // Acknowledges control commands and does nothing.
    void set_deaf(bool deaf) { deaf_ = deaf; }
    void set_storage(bool plugged_in) { state_.has_storage = plugged_in; }
    void set_developer_mode(bool on) { identity_.developer_mode = on; }
    void set_camera_disabled(bool disabled) { identity_.camera_disabled = disabled; }
    void set_rtsps_port(std::uint16_t port) { identity_.rtsps_port = port; }

    const State& state() const { return state_; }
    const Identity& identity() const { return identity_; }
    // 0 … 1 of the object.
    double printed() const;

private:
    bool busy() const;
    std::optional<json::object> answer(std::string_view family, const json::object& request,
                                       Clock::time_point now);
    std::optional<json::object> answer_print(const json::object& request, Clock::time_point now);
    std::optional<json::object> answer_system(const json::object& request);
    std::optional<json::object> answer_camera(const json::object& request);
    json::object refuse(const json::object& request);
    void run_gcode(std::string_view lines, Clock::time_point now);
    void run_line(std::string_view line, Clock::time_point now);
    void move_axes(std::string_view line);
    void set_fan(std::string_view line);
    void set_filament(const json::object& request);
    std::uint32_t file_error_of(const json::object& request, std::string_view url) const;
    void start_project(const json::object& request, Clock::time_point now);
    void fail_print(std::uint32_t error);

    void move_job(std::chrono::duration<double> step);
    void enter(Phase phase);
    void show(Moment moment);
    void show_calibration();
    void finish();
    void move_heat(std::chrono::duration<double> step);
    json::object wrap(json::object print, int message);

    Identity identity_;
    Settings settings_;
    State state_;
    std::optional<Job> job_;
    bool calibrated_ = false;  // and printed nothing since
    double job_share_ = 0;
    Phase phase_ = Phase::done;
    Clock::time_point last_;
    std::optional<Clock::time_point> bad_file_since_;  // of a job whose file is missing or another one
    std::optional<Clock::time_point> finished_at_;
    std::optional<Clock::time_point> homing_since_;
    int jobs_begun_ = 0;
    json::object published_;
    bool full_due_ = false;
    bool urgent_ = false;
    bool deaf_ = false;
    std::uint64_t sequence_ = 0;
};

}  // namespace gantry::sim::printer
