// Who is signed in: browsers of people and tokens of programs. Tokens are kept as their hash only. A value;
// the caller brings the time. Owned by Access.
#pragma once

#include <boost/describe.hpp>
#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "base/secret.hpp"

namespace gantry::fuse::access {

using Time = std::chrono::system_clock::time_point;
using SessionId = std::string;

enum class Kind {
    person,  // a browser that knew the password: may do everything
    player,  // a program that plays cameras: may watch
    reader   // a program that reads the stats: may do nothing else
};
BOOST_DESCRIBE_ENUM(Kind, person, player, reader)

// Times are Unix milliseconds.
struct Session {
    SessionId id;
    Kind kind = Kind::person;
    std::string token_hash;
    std::string name;     // of a program
    std::string browser;  // as it calls itself
    std::string address;  // last seen at
    std::int64_t created_at = 0;
    std::int64_t seen_at = 0;
    friend bool operator==(const Session&, const Session&) = default;
};
BOOST_DESCRIBE_STRUCT(Session, (), (id, kind, token_hash, name, browser, address, created_at, seen_at))

// Who knocks.
struct Visitor {
    std::string address;
    std::string browser;
};

class Sessions {
public:
    static constexpr auto lifetime = std::chrono::hours(24 * 30);  // of people, from the sign-in on
    static constexpr auto idle = std::chrono::hours(24 * 7);       // of people, without use
    static constexpr std::size_t max_people = 50;                  // the one unused for longest goes
    static constexpr std::size_t max_programs = 50;                // of each kind

    Sessions() = default;
    explicit Sessions(std::vector<Session> kept) : all_(std::move(kept)) {}

    const std::vector<Session>& all() const { return all_; }
    // The token's only appearance.
    Secret open(Kind kind, std::string name, const Visitor& visitor, Time now);
    // Whose token it is, and notes that it was used. None when unknown or over.
    std::optional<Session> use(const Secret& token, const Visitor& visitor, Time now);
    // In use without a request.
    void touch(const SessionId& id, Time now);
    bool remove(const SessionId& id);
    // Those that are over, or too many; they are gone afterwards.
    std::vector<SessionId> expire(Time now);
    // Removes all people but this one.
    std::vector<SessionId> remove_people(const SessionId& but = {});
    std::vector<SessionId> clear();
    std::size_t count(Kind kind) const;

private:
    static bool is_over(const Session& session, Time now);
    void follow_clock(Time now);
    template <class Condition>
    std::vector<SessionId> remove_if(Condition condition);

    std::vector<Session> all_;
};

}  // namespace gantry::fuse::access
