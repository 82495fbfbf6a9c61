#include "base/exit_limit.hpp"

#include <signal.h>
#include <sys/time.h>
#include <unistd.h>

#include <string_view>

namespace gantry {
namespace {

// Only what is allowed in a signal's handler.
void give_up(int) {
    constexpr std::string_view text = "stopped without waiting for what does not end\n";
    [[maybe_unused]] const auto written = write(STDERR_FILENO, text.data(), text.size());
    _exit(0);
}

}  // namespace

void exit_within(std::chrono::milliseconds limit) {
    struct sigaction action{};
    action.sa_handler = give_up;
    sigaction(SIGALRM, &action, nullptr);
    const auto seconds = std::chrono::floor<std::chrono::seconds>(limit);
    const auto rest = std::chrono::microseconds(limit - seconds);
    itimerval timer{};
    timer.it_value = {.tv_sec = seconds.count(), .tv_usec = rest.count()};
    setitimer(ITIMER_REAL, &timer, nullptr);
}

}  // namespace gantry
