// A program that we run as our child: no shell, killed with us, never left behind. Owned by the coroutine
// that supervises it; the loop's thread only, which must be the thread that lives as long as the program.
#pragma once

#include <boost/asio/posix/stream_descriptor.hpp>
#include <string>
#include <vector>

#include "base/asio.hpp"
#include "base/result.hpp"

namespace gantry {

struct Program {
    std::string path;  // absolute; nothing is looked up
    std::vector<std::string> arguments;
    std::vector<std::string> environment;  // NAME=value, all that the program gets
    std::string log_file;                  // standard output and error are appended to it
};

class ChildProcess {
public:
    // Throws SystemError when there can be no child. A program that cannot be executed ends with status 127.
    ChildProcess(const Executor& executor, const Program& program);
    // Kills the child and all its descendants, and waits for it.
    ~ChildProcess();
    ChildProcess(const ChildProcess&) = delete;
    ChildProcess& operator=(const ChildProcess&) = delete;

    int id() const { return id_; }
    // Completes with the exit status (128 + signal when killed). Throws operation_aborted when cancelled.
    awaitable<int> wait();

private:
    void reap();

    int id_ = -1;
    int status_ = -1;  // of a child that has ended
    asio::posix::stream_descriptor ended_;
};

// Runs the program until it ends, which is an error in itself: for a supervisor, which starts it again.
// Dropping the coroutine kills the program.
awaitable<void> run_forever(Program program);
// Runs a program that ends by itself. Errors: internal with its exit status.
awaitable<Result<>> run_to_end(Program program);

// Every descendant of a process, the deepest last.
std::vector<int> descendants(int process);

}  // namespace gantry
