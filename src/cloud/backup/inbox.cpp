#include "cloud/backup/inbox.hpp"

#include <sys/inotify.h>
#include <unistd.h>

#include <array>

#include "base/private_file.hpp"
#include "cloud/backup/handover.hpp"

namespace gantry::cloud::backup {
namespace {

int descriptor_or_throw(int result) {
    if (result < 0) throw SystemError(ErrorCode(errno, boost::system::system_category()), "inotify");
    return result;
}

}  // namespace

Inbox::Inbox(const Executor& executor, std::filesystem::path data)
    : data_(std::move(data)),
      changes_(executor, descriptor_or_throw(inotify_init1(IN_NONBLOCK | IN_CLOEXEC))) {
    const auto folder = handover_folder(data_);
    make_private_folder(folder);
    descriptor_or_throw(inotify_add_watch(changes_.native_handle(), folder.c_str(), IN_MOVED_TO));
}

awaitable<void> Inbox::wait_for_a_change() {
    co_await changes_.async_wait(asio::posix::stream_descriptor::wait_read, use_awaitable);
    // What it says does not matter: the folder is looked at.
    std::array<char, 4096> events{};
    while (::read(changes_.native_handle(), events.data(), events.size()) > 0) {
    }
}

awaitable<void> Inbox::wait_for_backup() {
    for (;;) {
        const auto taken = co_await disk_.run([data = data_] { return take(data); });
        if (taken && *taken) co_return;
        co_await wait_for_a_change();
    }
}

}  // namespace gantry::cloud::backup
