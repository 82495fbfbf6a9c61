#include "cloud/web/answers.hpp"

#include <algorithm>

#include "base/bytes.hpp"

namespace gantry::cloud::web {
namespace {

using net::http::problem;
using net::http::Request;
using net::http::Response;

constexpr auto kept_for = std::chrono::hours(24);
constexpr std::size_t max_key_bytes = 200;

struct Kept {
    int status = 0;
    std::map<std::string, std::string> headers;
    std::string body;
};
BOOST_DESCRIBE_STRUCT(Kept, (), (status, headers, body))

std::string hash_of(const std::string& text) {
    return to_hex(sha256(as_bytes(text)));
}

// Of who asks for what with this key: nobody finds another's answer.
std::string id_of(const Request& request, std::string_view key) {
    const auto& person = accounts::person_of(request);
    return hash_of(fmt::format("{}\n{}\n{}\n{} {}\n{}", person.member.id.text(), person.key.text(),
                               person.member.store.text(), static_cast<int>(request.method), request.path,
                               key));
}

bool is_key(std::string_view text) {
    return text.size() <= max_key_bytes &&
           std::ranges::all_of(text, [](unsigned char c) { return c > 0x20 && c < 0x7f; });
}

}  // namespace

struct Answers::Begun {
    bool first = false;
    std::string answer;  // of the first one, sealed
};

net::http::Handler Answers::once(net::http::Handler handler) {
    return
        [this, handler = std::move(handler)](Request request) { return answer(handler, std::move(request)); };
}

awaitable<Result<Answers::Begun>> Answers::begin(std::string id, std::string request_hash) {
    auto work = [id, request_hash, now = now_()](soci::session& sql) -> Result<Begun> {
        const auto oldest = to_ms(now - kept_for);
        sql << "DELETE FROM answers WHERE created_at < :oldest", soci::use(oldest);
        std::string known;
        Begun begun;
        sql << "SELECT request_hash, answer FROM answers WHERE id = :id", soci::use(id), soci::into(known),
            soci::into(begun.answer);
        if (sql.got_data() && known != request_hash)
            return fail(Errc::rejected, "this Idempotency-Key was used for another request; take a new one");
        if (sql.got_data()) return begun;
        const auto at = to_ms(now);
        sql << "INSERT INTO answers (id, request_hash, answer, created_at) VALUES (:id, :hash, '', :at)",
            soci::use(id), soci::use(request_hash), soci::use(at);
        begun.first = true;
        return begun;
    };
    co_return co_await database_.run(std::move(work));
}

// What failed on our side may be tried again with the same key.
awaitable<Result<>> Answers::keep(std::string id, Response response) {
    auto sealed = std::string();
    if (response.status < 500) {
        const Kept kept{response.status, {response.headers.begin(), response.headers.end()}, response.body};
        sealed = vault_.seal(Secret(to_text(to_json(kept))));
    }
    auto work = [id, sealed](soci::session& sql) -> Result<> {
        if (sealed.empty())
            sql << "DELETE FROM answers WHERE id = :id", soci::use(id);
        else
            sql << "UPDATE answers SET answer = :answer WHERE id = :id", soci::use(sealed), soci::use(id);
        return {};
    };
    co_return co_await database_.run(std::move(work));
}

Result<Response> Answers::open(const std::string& sealed) const {
    const auto text = vault_.open(sealed);
    if (!text) return std::unexpected(text.error());
    auto kept = parse_as<Kept>(text->reveal());
    if (!kept) return std::unexpected(kept.error());
    Response response{.status = kept->status, .body = std::move(kept->body)};
    response.headers.insert(kept->headers.begin(), kept->headers.end());
    response.headers["idempotency-replayed"] = "true";
    return response;
}

awaitable<Response> Answers::answer(net::http::Handler handler, Request request) {
    const auto key = request.header("idempotency-key");
    if (key.empty()) co_return co_await handler(std::move(request));
    if (!is_key(key)) co_return problem({Errc::malformed, "Idempotency-Key: 1 to 200 visible characters"});
    const auto id = id_of(request, key);
    const auto begun = co_await begin(id, hash_of(request.body));
    if (!begun) co_return problem(begun.error());
    if (!begun->first && begun->answer.empty()) {
        co_return problem(
            {Errc::busy,
             "the first request with this Idempotency-Key is under way, or was cut off: look whether it "
             "was done before you take a new key"});
    }
    if (!begun->first) {
        auto again = open(begun->answer);
        co_return again ? *std::move(again) : problem(again.error());
    }
    auto response = co_await handler(std::move(request));
    static_cast<void>(co_await keep(id, response));  // a failure is in the log; the same key is busy then
    co_return response;
}

}  // namespace gantry::cloud::web
