#include "net/http/wire.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/beast/core/buffers_range.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include "net/http/url.hpp"

namespace gantry::net::http {
namespace {

namespace beast = boost::beast;
namespace asio = boost::asio;

Error to_error(const beast::error_code& error) {
    if (error == beast::http::error::header_limit || error == beast::http::error::body_limit ||
        error == beast::http::error::buffer_overflow) {
        return {Errc::too_large, "the message is too long"};
    }
    return {Errc::malformed, "not HTTP/1.1: " + error.message()};
}

// Beast's string_body reserves what the sender announces; this one holds only what has come.
struct GrowingBody {
    using value_type = std::string;
    class reader {
    public:
        template <bool is_request, class Fields>
        reader(beast::http::header<is_request, Fields>&, value_type& body) : body_(body) {}
        void init(const boost::optional<std::uint64_t>&, beast::error_code& error) { error = {}; }
        template <class Buffers>
        std::size_t put(const Buffers& buffers, beast::error_code& error) {
            error = {};
            std::size_t count = 0;
            for (const auto buffer : beast::buffers_range_ref(buffers)) {
                body_.append(static_cast<const char*>(buffer.data()), buffer.size());
                count += buffer.size();
            }
            return count;
        }
        void finish(beast::error_code& error) { error = {}; }

    private:
        value_type& body_;
    };
};

template <class Parser>
Result<std::size_t> put_some(Parser& parser, BytesView bytes) {
    beast::error_code error;
    const auto taken = parser.put(asio::const_buffer(bytes.data(), bytes.size()), error);
    if (error && error != beast::http::error::need_more) return std::unexpected(to_error(error));
    return taken;
}

// Repeated headers are one list; of a Host there must be one only (request smuggling).
Result<Headers> headers_of(const beast::http::fields& fields) {
    Headers headers;
    for (const auto& field : fields) {
        std::string name(field.name_string());
        std::ranges::transform(name, name.begin(),
                               [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        const std::string value(field.value());
        const auto [place, is_new] = headers.try_emplace(name, value);
        if (is_new) continue;
        if (name == "host") return fail(Errc::malformed, "two Host headers");
        place->second += (name == "cookie" ? "; " : ", ") + value;
    }
    return headers;
}

std::optional<Method> method_of(beast::http::verb verb) {
    switch (verb) {
        case beast::http::verb::get:
        case beast::http::verb::head:
            return Method::get;
        case beast::http::verb::post:
            return Method::post;
        case beast::http::verb::put:
            return Method::put;
        case beast::http::verb::patch:
            return Method::patch;
        case beast::http::verb::delete_:
            return Method::del;
        default:  // not our enum
            return std::nullopt;
    }
}

}  // namespace

struct RequestParser::Parsing {
    beast::http::request_parser<GrowingBody> parser;
};

RequestParser::RequestParser() : parsing_(std::make_unique<Parsing>()) {
    parsing_->parser.header_limit(max_head_bytes);
    parsing_->parser.body_limit(boost::none);  // the route's limit, once the route is known
}

RequestParser::~RequestParser() = default;

Result<std::size_t> RequestParser::put(BytesView bytes) {
    return put_some(parsing_->parser, bytes);
}

bool RequestParser::has_head() const {
    return parsing_->parser.is_header_done();
}

bool RequestParser::is_complete() const {
    return parsing_->parser.is_done();
}

Result<Head> RequestParser::take_head() {
    const auto& parser = parsing_->parser;
    const auto& message = parser.get();
    const auto method = method_of(message.method());
    if (!method) return fail(Errc::unsupported, "unknown method");
    auto target = parse_target({message.target().data(), message.target().size()});
    if (!target) return std::unexpected(target.error());
    auto headers = headers_of(message);
    if (!headers) return std::unexpected(headers.error());
    Head head{.head_only = message.method() == beast::http::verb::head,
              .keep_alive = parser.keep_alive(),
              .is_http_1_0 = message.version() < 11,
              .upgrades_to_websocket = parser.upgrade(),
              .has_body = !parser.is_done()};
    head.request.method = *method;
    head.request.path = std::move(target->path);
    head.request.query = std::move(target->query);
    head.request.headers = *std::move(headers);
    if (!head.is_http_1_0 && head.request.header("host").empty()) {
        return fail(Errc::malformed, "no Host header");
    }
    head.expects_continue = beast::iequals(message[beast::http::field::expect], "100-continue");
    head.upgrades_to_websocket =
        head.upgrades_to_websocket && beast::iequals(message[beast::http::field::upgrade], "websocket");
    head.content_length = parser.content_length().value_or(0);
    return head;
}

void RequestParser::allow_body(std::uint64_t max_bytes) {
    parsing_->parser.body_limit(max_bytes);
    parsing_->parser.eager(true);
}

std::string RequestParser::take_body() {
    return std::exchange(parsing_->parser.get().body(), {});
}

struct ResponseParser::Parsing {
    beast::http::response_parser<beast::http::string_body> parser;
};

ResponseParser::ResponseParser(std::size_t max_body_bytes) : parsing_(std::make_unique<Parsing>()) {
    parsing_->parser.header_limit(max_head_bytes);
    parsing_->parser.body_limit(max_body_bytes);
    parsing_->parser.eager(true);
}

ResponseParser::~ResponseParser() = default;

Result<std::size_t> ResponseParser::put(BytesView bytes) {
    return put_some(parsing_->parser, bytes);
}

Result<> ResponseParser::put_end() {
    if (!parsing_->parser.got_some()) return fail(Errc::malformed, "ended without an answer");
    beast::error_code error;
    parsing_->parser.put_eof(error);
    if (error) return std::unexpected(to_error(error));
    return {};
}

bool ResponseParser::is_complete() const {
    return parsing_->parser.is_done();
}

Response ResponseParser::take() {
    auto& message = parsing_->parser.get();
    Response response{.status = static_cast<int>(message.result_int())};
    for (const auto& field : message) {
        if (field.name() == beast::http::field::set_cookie) response.cookies.emplace_back(field.value());
    }
    response.headers = headers_of(message).value_or(Headers{});
    response.body = std::move(message.body());
    return response;
}

}  // namespace gantry::net::http
