#include "fuse/access/sessions.hpp"

#include <algorithm>

#include "base/bytes.hpp"
#include "base/random.hpp"

namespace gantry::fuse::access {
namespace {

constexpr std::size_t max_browser_bytes = 200;

std::int64_t to_ms(Time time) {
    return std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch()).count();
}

std::string hash_of(const Secret& token) {
    return to_hex(sha256(as_bytes(token.reveal())));
}

// What stands in a header is anybody's text.
std::string plain(std::string_view text) {
    std::string kept;
    for (const char c : text.substr(0, max_browser_bytes))
        if (c >= 0x20 && c < 0x7F) kept += c;
    return kept;
}

}  // namespace

Secret Sessions::open(Kind kind, std::string name, const Visitor& visitor, Time now) {
    Secret token(to_base64url(random_bytes(32)));
    all_.push_back({.id = random_id(),
                    .kind = kind,
                    .token_hash = hash_of(token),
                    .name = std::move(name),
                    .browser = plain(visitor.browser),
                    .address = plain(visitor.address),
                    .created_at = to_ms(now),
                    .seen_at = to_ms(now)});
    return token;
}

bool Sessions::is_over(const Session& session, Time now) {
    if (session.kind != Kind::person) return false;
    return to_ms(now - lifetime) >= session.created_at || to_ms(now - idle) >= session.seen_at;
}

// A clock that was set back lengthens nobody's time: what lies ahead of it is counted from now on.
void Sessions::follow_clock(Time now) {
    for (auto& session : all_) {
        session.created_at = std::min(session.created_at, to_ms(now));
        session.seen_at = std::min(session.seen_at, to_ms(now));
    }
}

std::optional<Session> Sessions::use(const Secret& token, const Visitor& visitor, Time now) {
    if (token.empty()) return std::nullopt;
    follow_clock(now);
    const auto hash = hash_of(token);
    const auto found = std::ranges::find(all_, hash, &Session::token_hash);
    if (found == all_.end() || is_over(*found, now)) return std::nullopt;
    found->seen_at = to_ms(now);
    found->address = plain(visitor.address);
    if (found->kind != Kind::person) found->browser = plain(visitor.browser);
    return *found;
}

template <class Condition>
std::vector<SessionId> Sessions::remove_if(Condition condition) {
    std::vector<SessionId> removed;
    std::erase_if(all_, [&](const Session& session) {
        if (!condition(session)) return false;
        removed.push_back(session.id);
        return true;
    });
    return removed;
}

bool Sessions::remove(const SessionId& id) {
    return !remove_if([&](const Session& session) { return session.id == id; }).empty();
}

std::vector<SessionId> Sessions::expire(Time now) {
    follow_clock(now);
    auto removed = remove_if([&](const Session& session) { return is_over(session, now); });
    while (count(Kind::person) > max_people) {
        const Session* oldest = nullptr;
        for (const auto& session : all_) {
            const bool person = session.kind == Kind::person;
            if (person && (oldest == nullptr || session.seen_at < oldest->seen_at)) oldest = &session;
        }
        removed.push_back(oldest->id);
        remove(SessionId(removed.back()));
    }
    return removed;
}

std::vector<SessionId> Sessions::remove_people(const SessionId& but) {
    return remove_if(
        [&](const Session& session) { return session.kind == Kind::person && session.id != but; });
}

std::vector<SessionId> Sessions::clear() {
    return remove_if([](const Session&) { return true; });
}

void Sessions::touch(const SessionId& id, Time now) {
    const auto found = std::ranges::find(all_, id, &Session::id);
    if (found != all_.end()) found->seen_at = to_ms(now);
}

std::size_t Sessions::count(Kind kind) const {
    return static_cast<std::size_t>(std::ranges::count(all_, kind, &Session::kind));
}

}  // namespace gantry::fuse::access
