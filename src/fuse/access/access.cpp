#include "fuse/access/access.hpp"

#include <algorithm>
#include <tuple>

#include "base/json.hpp"
#include "base/log.hpp"
#include "base/typed_code.hpp"

namespace gantry::fuse::access {
namespace {

constexpr auto area = "fuse.access";
constexpr auto record = "access";
constexpr auto look_every = 30s;
constexpr auto save_use_every = 1h;  // a write per request would be too many
constexpr std::size_t max_name_bytes = 60;
constexpr std::size_t hashes_at_a_time = 1;  // 64 MiB each, on a small machine

struct Kept {
    std::string password_hash;
    std::vector<Session> sessions;
};
BOOST_DESCRIBE_STRUCT(Kept, (), (password_hash, sessions))

}  // namespace

Access::Access(storage::Store& store, AccessOptions options)
    : store_(store),
      options_(std::move(options)),
      passwords_(options_.hash_cost, hashes_at_a_time),
      attempts_(options_.attempts) {}

void Access::load() {
    const auto stored = store_.load_record(record);
    if (!stored) throw std::runtime_error("who may sign in cannot be read: " + stored.error().detail);
    if (*stored) {
        auto kept = parse_as<Kept>((*stored)->reveal());
        if (!kept) throw std::runtime_error("who may sign in cannot be read: " + kept.error().detail);
        password_hash_ = std::move(kept->password_hash);
        sessions_ = Sessions(std::move(kept->sessions));
        std::ignore = sessions_.expire(options_.now());
    }
    if (!has_password()) make_setup_code();
}

void Access::make_setup_code() {
    setup_code_ = Secret(new_typed_code());
    log::info(area, "to open this page from another machine, set a password there with the setup code {}",
              setup_code_.reveal());
}

awaitable<void> Access::run() {
    auto next_save = std::chrono::steady_clock::now() + save_use_every;
    for (;;) {
        co_await sleep_for(look_every);
        note_open_connections();
        const auto over = sessions_.expire(options_.now());
        tell_end(over);
        const auto now = std::chrono::steady_clock::now();
        if (over.empty() && (!used_ || now < next_save)) continue;
        next_save = now + save_use_every;
        if (auto saved = co_await save(); !saved) log::error(area, "{}", saved.error().detail);
    }
}

std::chrono::seconds Access::wait(const std::string& address) const {
    return attempts_.wait(address, std::chrono::steady_clock::now());
}

std::optional<Session> Access::who(const Secret& token, const Visitor& visitor) {
    auto session = sessions_.use(token, visitor, options_.now());
    if (session) used_ = true;
    return session;
}

// A page that stays open for weeks asks for nothing: its WebSocket is its use.
void Access::note_open_connections() {
    std::erase_if(ends_, [&](const auto& entry) {
        const auto& [session, end] = entry;
        if (end.use_count() == 1) return true;
        sessions_.touch(session, options_.now());
        used_ = true;
        return false;
    });
}

std::shared_ptr<Signal<>> Access::end_of(const SessionId& session) {
    auto& end = ends_[session];
    if (!end) end = std::make_shared<Signal<>>();
    return end;
}

void Access::tell_end(const std::vector<SessionId>& sessions) {
    for (const auto& session : sessions) {
        const auto found = ends_.extract(session);
        if (found) found.mapped()->tell();
    }
}

Result<> Access::take_attempt(const std::string& address) {
    const auto pause = attempts_.take(address, std::chrono::steady_clock::now());
    if (pause.count() == 0) return {};
    return fail(Errc::rate_limited,
                fmt::format("Too many wrong attempts. Try again in {} s.", pause.count()));
}

awaitable<Result<>> Access::check(Secret password, const Visitor& visitor) {
    if (password.reveal().size() > max_password_bytes) co_return fail(Errc::unauthorized, "Wrong password.");
    if (auto allowed = take_attempt(visitor.address); !allowed) co_return allowed;
    const auto address = visitor.address;
    const auto hash = password_hash_;
    const auto matches = co_await passwords_.verify(hash, std::move(password));
    if (!matches) co_return std::unexpected(matches.error());
    // It may have been changed while the hash was computed.
    if (!*matches || hash != password_hash_) {
        log::warning(area, "a wrong password from {}", address);
        co_return fail(Errc::unauthorized, "Wrong password.");
    }
    attempts_.succeeded(address);
    co_return Result<>{};
}

awaitable<Result<SignedIn>> Access::set_up(Secret code, Secret password, Visitor visitor) {
    if (has_password()) co_return fail(Errc::conflict, "There is a password already: sign in with it.");
    if (auto fine = check_password(password); !fine) co_return std::unexpected(fine.error());
    if (auto allowed = take_attempt(visitor.address); !allowed) co_return std::unexpected(allowed.error());
    const Secret typed(normalized_code(code.reveal()));
    if (!(typed == setup_code_)) {
        log::warning(area, "a wrong setup code from {}", visitor.address);
        co_return fail(Errc::unauthorized,
                       "This is not the setup code. It stands in Fuse's log and, on its own machine, under "
                       "Settings, Access.");
    }
    attempts_.succeeded(visitor.address);
    auto hash = co_await passwords_.hash(std::move(password));
    if (!hash) co_return std::unexpected(hash.error());
    if (has_password() || !(typed == setup_code_))
        co_return fail(Errc::conflict, "Somebody else has just set the password: sign in with it.");
    password_hash_ = std::move(*hash);
    auto opened = co_await open(Kind::person, "", std::move(visitor));
    if (!opened) {
        password_hash_.clear();  // the code is good for another try
        co_return opened;
    }
    setup_code_ = {};
    log::info(area, "the password is set");
    co_return opened;
}

awaitable<Result<SignedIn>> Access::sign_in(Secret password, Visitor visitor) {
    if (!has_password())
        co_return fail(Errc::conflict, "There is no password yet: set one with the setup code first.");
    if (auto right = co_await check(std::move(password), visitor); !right)
        co_return std::unexpected(right.error());
    log::info(area, "signed in from {}", visitor.address);
    co_return co_await open(Kind::person, "", std::move(visitor));
}

awaitable<Result<SignedIn>> Access::open(Kind kind, std::string name, Visitor visitor) {
    SignedIn opened;
    opened.token = sessions_.open(kind, std::move(name), visitor, options_.now());
    opened.id = sessions_.all().back().id;
    tell_end(sessions_.expire(options_.now()));
    if (auto saved = co_await save(); !saved) {
        sessions_.remove(opened.id);
        co_return std::unexpected(saved.error());
    }
    co_return opened;
}

awaitable<Result<>> Access::change_password(Secret current, Secret password, Asker asker, Visitor visitor) {
    if (auto fine = check_password(password); !fine) co_return fine;
    if (!asker.is_here()) {
        if (auto right = co_await check(std::move(current), visitor); !right) co_return right;
    }
    auto hash = co_await passwords_.hash(std::move(password));
    if (!hash) co_return std::unexpected(hash.error());
    auto before = std::exchange(password_hash_, std::move(*hash));
    tell_end(sessions_.remove_people(asker.session));
    if (auto saved = co_await save(); !saved) {
        password_hash_ = std::move(before);
        co_return saved;
    }
    setup_code_ = {};
    log::info(area, "the password is changed; everybody else is signed out");
    co_return Result<>{};
}

awaitable<Result<>> Access::remove_password() {
    password_hash_.clear();
    tell_end(sessions_.clear());
    make_setup_code();
    co_return co_await save();
}

awaitable<Result<>> Access::end(SessionId session) {
    if (!sessions_.remove(session)) co_return fail(Errc::not_found, "no such session");
    tell_end({session});
    co_return co_await save();
}

awaitable<Result<>> Access::end_everybody() {
    tell_end(sessions_.remove_people());
    log::info(area, "everybody is signed out");
    co_return co_await save();
}

awaitable<Result<SignedIn>> Access::add_program(Kind kind, std::string name, Visitor visitor) {
    const bool plain = std::ranges::none_of(name, [](unsigned char c) { return c < 0x20 || c == 0x7F; });
    if (name.empty() || name.size() > max_name_bytes || !plain)
        co_return fail(Errc::malformed, "name: 1 to 60 characters");
    if (sessions_.count(kind) >= Sessions::max_programs)
        co_return fail(Errc::conflict, "There are 50 tokens: revoke one that is not used.");
    co_return co_await open(kind, std::move(name), std::move(visitor));
}

awaitable<Result<>> Access::save() {
    used_ = false;
    const Kept kept{password_hash_, sessions_.all()};
    co_return co_await store_.save_record(record, Secret(to_text(to_json(kept))));
}

}  // namespace gantry::fuse::access
