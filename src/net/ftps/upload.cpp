#include "net/ftps/upload.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <optional>

#include "net/ftps/session.hpp"
#include "net/ftps/visit.hpp"

namespace gantry::net::ftps {
namespace {

using Clock = std::chrono::steady_clock;

constexpr auto tidy_limit = 2s;
constexpr auto ask_again = 500ms;
constexpr int most_asks = 6;

// Part of a command line, and no path.
bool is_plain(std::string_view name) {
    return !name.empty() && std::ranges::none_of(name, [](char c) {
        return static_cast<unsigned char>(c) < 0x20 || c == 0x7F || c == '/' || c == '\\';
    });
}

// One upload; used by one thread at a time.
class Work {
public:
    Work(Target target, Upload upload, std::stop_token stop)
        : target_(std::move(target)), upload_(std::move(upload)), session_(target_, std::move(stop)) {}
    Work(const Work&) = delete;
    Work& operator=(const Work&) = delete;

    Result<> send();
    // Whether all of it may be there, whatever send() says.
    bool may_be_whole() const { return sent_ == upload_.bytes && !read_failed_; }
    bool has_begun() const { return sent_ > 0; }
    // What the server has; none when it does not say.
    Result<std::optional<std::uint64_t>> size_there();
    // Errors: malformed.
    Result<> compare(std::uint64_t there) const;
    Result<> tidy_up();

private:
    Result<> check_room();
    void set_up_sending();
    Result<> judge(std::uint64_t sent);
    std::size_t read(char* to, std::size_t room);
    Result<> overhear();
    Error reason_of(Error failure) const;

    Target target_;
    Upload upload_;
    Session session_;
    std::uint64_t offset_ = 0;  // handed to libcurl
    std::uint64_t sent_ = 0;
    Clock::time_point moved_;
    std::optional<Error> read_failed_;
    std::optional<Error> refused_;  // while data was on its way
    bool taken_on_ = false;         // the server has asked for the data
};

// By the code of the server's last word (docs/protocols/bambu-files.md, section 1).
Error named(long code, const std::string& line, Error otherwise) {
    switch (code) {
        case 452:
        case 552:
        case 550:
        case 553:
            return {Errc::storage, line};
        case 425:
        case 426:
        case 522:
            return {Errc::offline, line};
        default:
            return otherwise;
    }
}

Result<> Work::check_room() {
    std::optional<std::uint64_t> room;
    session_.on_line = [&room](std::string_view line) {
        if (const auto bytes = number_of(line)) room = bytes;
    };
    auto asked = session_.say({"AVBL"});
    session_.on_line = nullptr;
    if (asked && room && *room < upload_.bytes)
        return fail(Errc::storage,
                    fmt::format("{} bytes are free, and the file has {}", *room, upload_.bytes));
    return asked;
}

void Work::set_up_sending() {
    session_.set_url(upload_.name);
    session_.set(CURLOPT_NOBODY, 0L);
    session_.set(CURLOPT_UPLOAD, 1L);
    session_.set(CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(upload_.bytes));
    if (upload_.in_clear) session_.set(CURLOPT_USE_SSL, static_cast<long>(CURLUSESSL_CONTROL));
    // judge() decides how long it may take.
    session_.set(CURLOPT_TIMEOUT_MS, 0L);
    const auto patience = std::chrono::ceil<std::chrono::seconds>(upload_.stall + upload_.last_word);
    session_.set(CURLOPT_SERVER_RESPONSE_TIMEOUT, static_cast<long>(patience.count()));
    session_.set(CURLOPT_READDATA, this);
    session_.set(
        CURLOPT_READFUNCTION, +[](char* to, std::size_t size, std::size_t count, void* self) {
            return static_cast<Work*>(self)->read(to, size * count);
        });
    session_.on_progress = [this](std::uint64_t sent) { return judge(sent); };
    session_.on_line = [this](std::string_view line) {
        if (!line.starts_with("150")) return;
        taken_on_ = true;
        if (upload_.progress) upload_.progress(0);
    };
}

Result<> Work::overhear() {
    const auto said = session_.overheard();
    if (!said) return {};
    const Error otherwise{Errc::rejected, *said};
    refused_ = said->empty() ? Error{Errc::offline, "the printer has ended the connection"}
                             : named(std::atol(said->c_str()), *said, otherwise);
    return std::unexpected(*refused_);
}

Result<> Work::judge(std::uint64_t sent) {
    const auto now = Clock::now();
    if (sent > sent_) {
        sent_ = sent;
        moved_ = now;
        if (upload_.progress) upload_.progress(sent);
    }
    if (auto fine = overhear(); !fine) return fine;
    const bool all = sent_ >= upload_.bytes;
    if (now - moved_ <= (all ? upload_.last_word : upload_.stall)) return {};
    if (all) return fail(Errc::timeout, "the printer took the whole file and never said that it has it");
    return fail(Errc::timeout,
                fmt::format("nothing moved for {:.0f} s, {} of {} bytes were sent",
                            std::chrono::duration<double>(upload_.stall).count(), sent_, upload_.bytes));
}

std::size_t Work::read(char* to, std::size_t room) {
    const auto part = upload_.read(offset_, room);
    if (!part || part->size() > room) {
        read_failed_ = part ? Error{Errc::internal, "more than was asked for"} : part.error();
        return CURL_READFUNC_ABORT;
    }
    std::memcpy(to, part->data(), part->size());
    offset_ += part->size();
    return part->size();
}

Error Work::reason_of(Error failure) const {
    if (read_failed_) return *read_failed_;
    if (refused_) return *refused_;
    if (failure.code != Errc::rejected && failure.code != Errc::timeout) return failure;
    // Where no data connection comes about libcurl asks for another one, and fails at whatever the answer is.
    if (taken_on_ && offset_ == 0) failure = {Errc::timeout, "the printer takes the file on, and then hangs"};
    return named(session_.last_code(), session_.last_line(), std::move(failure));
}

Result<> Work::send() {
    if (auto room = check_room(); !room) return room;
    set_up_sending();
    moved_ = Clock::now();
    auto sent = session_.perform();
    session_.on_progress = nullptr;
    session_.on_line = nullptr;
    if (!sent || read_failed_) return std::unexpected(reason_of(sent ? Error{} : std::move(sent.error())));
    sent_ = upload_.bytes;
    return {};
}

Result<std::optional<std::uint64_t>> Work::size_there() {
    std::optional<std::uint64_t> size;
    session_.on_line = [&size](std::string_view line) {
        if (const auto bytes = number_of(line)) size = bytes;
    };
    auto asked = session_.say({"TYPE I", "SIZE " + upload_.name});
    session_.on_line = nullptr;
    if (!asked) return std::unexpected(asked.error());
    return size;
}

Result<> Work::compare(std::uint64_t there) const {
    if (there == upload_.bytes) return {};
    return fail(Errc::malformed, fmt::format("{} of {} bytes arrived", there, upload_.bytes));
}

// In a session of its own: the other one may be stopped.
Result<> Work::tidy_up() {
    auto target = target_;
    target.limit = tidy_limit;
    return Session(std::move(target), {}).say({"DELE " + upload_.name});
}

// A server that serves one client notices late that one has gone.
template <class Ask>
auto asked_until_free(WorkerPool& pool, Ask ask) -> awaitable<decltype(ask())> {
    for (int asked = 1;; ++asked) {
        auto answer = co_await pool.run(ask);
        const bool is_busy = !answer && answer.error().code == Errc::offline;
        if (!is_busy || asked == most_asks) co_return answer;
        co_await sleep_for(ask_again);
    }
}

// Some servers say that it broke when all of it is there, and some the contrary: the size decides.
awaitable<Result<>> settle(WorkerPool& pool, std::shared_ptr<Work> work, Result<> sent) {
    const bool is_cancelled = !sent && sent.error().code == Errc::cancelled;
    if (is_cancelled || !work->may_be_whole()) co_return sent;
    const auto there = co_await asked_until_free(pool, [work] { return work->size_there(); });
    if (!there || !*there) co_return sent;
    co_return work->compare(**there);
}

}  // namespace

awaitable<Result<>> upload(WorkerPool& pool, Target target, Upload file, std::stop_token stop) {
    if (!is_plain(file.name)) co_return fail(Errc::malformed, "no name for a file on a server: " + file.name);
    const auto work = std::make_shared<Work>(std::move(target), std::move(file), std::move(stop));
    auto sent = co_await pool.run([work] { return work->send(); });
    auto done = co_await settle(pool, work, std::move(sent));
    if (!done && work->has_begun())
        std::ignore = co_await asked_until_free(pool, [work] { return work->tidy_up(); });
    co_return done;
}

}  // namespace gantry::net::ftps
