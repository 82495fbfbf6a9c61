#include "base/child_process.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>

namespace gantry {
namespace {

constexpr int cannot_execute = 127;

std::vector<char*> pointers(const std::vector<std::string>& texts) {
    std::vector<char*> result;
    result.reserve(texts.size() + 1);
    for (const auto& text : texts)
        result.push_back(const_cast<char*>(text.c_str()));
    result.push_back(nullptr);
    return result;
}

[[noreturn]] void throw_errno(const char* what) {
    throw SystemError(ErrorCode(errno, boost::system::system_category()), what);
}

// Between fork and exec: only what is safe to call there.
[[noreturn]] void become(const char* path, char* const* arguments, char* const* environment, const char* log,
                         pid_t parent) {
    // The kernel kills the child when the thread that started it ends; it may have ended already.
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || getppid() != parent) _exit(cannot_execute);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
    const int input = open("/dev/null", O_RDONLY);
    const int output = open(log, O_WRONLY | O_CREAT | O_APPEND, 0600);
    if (input < 0 || output < 0) _exit(cannot_execute);
    dup2(input, STDIN_FILENO);
    dup2(output, STDOUT_FILENO);
    dup2(output, STDERR_FILENO);
    syscall(SYS_close_range, 3U, ~0U, 0U);
    setpgid(0, 0);  // an interrupt from the terminal is for us; we end the child in our order
    execve(path, arguments, environment);
    _exit(cannot_execute);
}

int exit_status(int wait_status) {
    return WIFSIGNALED(wait_status) ? 128 + WTERMSIG(wait_status) : WEXITSTATUS(wait_status);
}

}  // namespace

ChildProcess::ChildProcess(const Executor& executor, const Program& program) : ended_(executor) {
    std::vector<std::string> command{program.path};
    command.insert(command.end(), program.arguments.begin(), program.arguments.end());
    const auto arguments = pointers(command);
    const auto environment = pointers(program.environment);
    const std::string log = program.log_file.empty() ? "/dev/null" : program.log_file;
    const pid_t parent = getpid();
    id_ = fork();
    if (id_ < 0) throw_errno("fork");
    if (id_ == 0) become(program.path.c_str(), arguments.data(), environment.data(), log.c_str(), parent);
    const int watch = static_cast<int>(syscall(SYS_pidfd_open, id_, 0));
    if (watch < 0) {
        const int reason = errno;
        kill(id_, SIGKILL);
        reap();
        errno = reason;
        throw_errno("pidfd_open");
    }
    ended_.assign(watch);
}

ChildProcess::~ChildProcess() {
    if (status_ >= 0) return;
    // Stopped first, so that it cannot fork while we look for its children (vsftpd's sessions leave its
    // group).
    kill(id_, SIGSTOP);
    for (const int descendant : descendants(id_))
        kill(descendant, SIGKILL);
    kill(id_, SIGKILL);
    reap();
}

void ChildProcess::reap() {
    int status = 0;
    while (waitpid(id_, &status, 0) < 0 && errno == EINTR) {
    }
    status_ = exit_status(status);
}

awaitable<int> ChildProcess::wait() {
    if (status_ < 0) {
        co_await ended_.async_wait(asio::posix::stream_descriptor::wait_read, use_awaitable);
        reap();
    }
    co_return status_;
}

awaitable<void> run_forever(Program program) {
    ChildProcess child(co_await asio::this_coro::executor, program);
    const int status = co_await child.wait();
    throw std::runtime_error(fmt::format("{} ended with status {}", program.path, status));
}

awaitable<Result<>> run_to_end(Program program) {
    ChildProcess child(co_await asio::this_coro::executor, program);
    const int status = co_await child.wait();
    if (status != 0) co_return fail(Errc::internal, fmt::format("{}: status {}", program.path, status));
    co_return Result<>{};
}

std::vector<int> descendants(int process) {
    std::vector<int> found;
    std::ifstream children(fmt::format("/proc/{0}/task/{0}/children", process));
    for (int child = 0; children >> child;) {
        found.push_back(child);
        const auto below = descendants(child);
        found.insert(found.end(), below.begin(), below.end());
    }
    return found;
}

}  // namespace gantry
