#include "net/rtsp/client.hpp"

#include <fmt/format.h>

#include "base/random.hpp"
#include "net/rtsp/text.hpp"

namespace gantry::net::rtsp {
namespace {

constexpr int unauthorized = 401;

Result<Response> judge(Response response) {
    if (response.status >= 200 && response.status < 300) return response;
    if (response.status == 404) return fail(Errc::not_found, "the camera does not know this stream (404)");
    return fail(Errc::rejected, fmt::format("the camera answered with status {}", response.status));
}

}  // namespace

Client::Client(std::unique_ptr<Stream> stream, Credentials credentials, Parser::OnPacket on_packet)
    : stream_(std::move(stream)),
      credentials_(std::move(credentials)),
      parser_(std::move(on_packet),
              [this](Response response) {
                  // Late answers to keepalives and the server's own requests are of no interest.
                  if (response.status == 0) return;
                  if (to_number(response.header("CSeq"), sequence_) == sequence_)
                      answer_ = std::move(response);
              }),
      client_nonce_(random_id()) {}

awaitable<Result<Response>> Client::request(std::string method, std::string uri, Headers headers) {
    for (int attempt = 0; attempt < 2; ++attempt) {
        if (auto sent = co_await write(method, uri, headers); !sent)
            co_return std::unexpected(std::move(sent.error()));
        auto response = co_await answer();
        if (!response) co_return std::unexpected(std::move(response.error()));
        if (response->status != unauthorized) co_return judge(std::move(*response));
        auto challenge = choose_challenge(response->all("WWW-Authenticate"));
        if (!challenge) co_return std::unexpected(std::move(challenge.error()));
        challenge_ = std::move(*challenge);
        nonce_count_ = 0;
    }
    co_return fail(Errc::unauthorized, "the camera refused the access code");
}

awaitable<Result<>> Client::notify(std::string method, std::string uri, Headers headers) {
    return write(std::move(method), std::move(uri), std::move(headers));
}

awaitable<Result<>> Client::write(std::string method, std::string uri, Headers headers) {
    auto text = fmt::format("{} {} RTSP/1.0\r\nCSeq: {}\r\nUser-Agent: Gantry/" GANTRY_VERSION "\r\n", method,
                            uri, ++sequence_);
    if (challenge_) {
        const auto value =
            authorization(*challenge_, credentials_, method, uri, client_nonce_, ++nonce_count_);
        text += "Authorization: " + value.reveal() + "\r\n";
    }
    for (const auto& [name, value] : headers)
        text += name + ": " + value + "\r\n";
    text += "\r\n";
    answer_.reset();
    return write(to_bytes(text));
}

awaitable<Result<>> Client::send_packet(std::uint8_t channel, Bytes packet) {
    Bytes framed(4);
    framed[0] = std::byte{'$'};
    framed[1] = std::byte{channel};
    write_be16(std::span(framed).subspan(2), static_cast<std::uint16_t>(packet.size()));
    framed.insert(framed.end(), packet.begin(), packet.end());
    return write(std::move(framed));
}

awaitable<Result<>> Client::write(Bytes data) {
    try {
        co_await stream_->write(data);
    } catch (const SystemError& e) {
        if (e.code() == asio::error::operation_aborted) throw;
        co_return fail(Errc::offline, e.code().message());
    }
    co_return Result<>();
}

awaitable<Result<Response>> Client::answer() {
    while (!answer_) {
        if (auto received = co_await receive(); !received)
            co_return std::unexpected(std::move(received.error()));
    }
    co_return *std::exchange(answer_, std::nullopt);
}

awaitable<Result<>> Client::receive() {
    if (failure_) co_return std::unexpected(*failure_);
    try {
        const auto count = co_await stream_->read_some(buffer_);
        if (count == 0) {
            failure_ = Error{Errc::offline, "the camera closed the connection"};
        } else if (auto added = parser_.add(std::span(buffer_).first(count)); !added) {
            failure_ = std::move(added.error());
        }
    } catch (const SystemError& e) {
        if (e.code() == asio::error::operation_aborted) throw;
        failure_ = Error{Errc::offline, e.code().message()};
    }
    if (failure_) co_return std::unexpected(*failure_);
    co_return Result<>();
}

}  // namespace gantry::net::rtsp
