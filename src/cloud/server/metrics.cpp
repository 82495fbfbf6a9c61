#include "cloud/server/metrics.hpp"

#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>

#include <fstream>

#include "base/descriptors.hpp"

namespace gantry::cloud::server {
namespace {

enum class Kind { counter, gauge };

// One family after another.
class Text {
public:
    void family(const char* name, Kind kind, const char* help) {
        name_ = name;
        text_ += fmt::format("# HELP {} {}\n# TYPE {} {}\n", name, help, name,
                             kind == Kind::counter ? "counter" : "gauge");
    }
    // `labels` without braces: `status="ready"`; our own words only.
    template <class Number>
    void value(Number number, const std::string& labels = {}) {
        text_ += labels.empty() ? fmt::format("{} {}\n", name_, number)
                                : fmt::format("{}{{{}}} {}\n", name_, labels, number);
    }
    template <class Number>
    void single(const char* name, Kind kind, const char* help, Number number) {
        family(name, kind, help);
        value(number);
    }
    std::string take() { return std::move(text_); }

private:
    std::string name_;
    std::string text_;
};

double cpu_seconds() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

long resident_bytes() {
    std::ifstream file("/proc/self/statm");
    long pages = 0;
    file >> pages >> pages;  // the second field
    return pages * sysconf(_SC_PAGESIZE);
}

void add_process(Text& text) {
    text.single("process_cpu_seconds_total", Kind::counter, "CPU time of this process.", cpu_seconds());
    text.single("process_resident_memory_bytes", Kind::gauge, "Memory of this process.", resident_bytes());
    text.single("process_open_fds", Kind::gauge, "Open files and sockets.", open_descriptors());
}

}  // namespace

void Metrics::answered(int status) {
    const auto hundred = static_cast<std::size_t>(status) / 100;
    if (hundred < answers_.size()) ++answers_[hundred];
}

std::string Metrics::text(const Gauges& gauges) const {
    Text text;
    text.single("gantry_fuses_connected", Kind::gauge, "Fuses that are connected.", gauges.fuses_connected);
    text.family("gantry_printers", Kind::gauge, "Printers by status.");
    for (std::size_t i = 0; i < gauges.printers_by_status.size(); ++i) {
        const auto* status = boost::describe::enum_to_string(static_cast<farm::Status>(i), "unknown");
        text.value(gauges.printers_by_status[i], fmt::format("status=\"{}\"", status));
    }
    text.single("gantry_live_viewers", Kind::gauge, "Live views that are open.", gauges.live_viewers);
    text.single("gantry_pages", Kind::gauge, "Browser pages that are open.", gauges.pages);
    text.family("gantry_gateway_messages_total", Kind::counter, "Messages between Fuses and this server.");
    text.value(gauges.gateway_received, "direction=\"received\"");
    text.value(gauges.gateway_sent, "direction=\"sent\"");
    text.family("gantry_http_requests_total", Kind::counter, "Answered requests by class of status.");
    for (std::size_t hundred = 1; hundred < answers_.size(); ++hundred)
        text.value(answers_[hundred], fmt::format("class=\"{}xx\"", hundred));
    text.single("gantry_database_waiting", Kind::gauge, "Work that waits for the database.",
                gauges.database_waiting);
    text.single("gantry_snapshot_bytes", Kind::gauge, "Size of all pictures that are kept.",
                gauges.snapshot_bytes);
    add_process(text);
    return text.take();
}

}  // namespace gantry::cloud::server
