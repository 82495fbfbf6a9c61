#include "rtc/sdp/candidate.hpp"

#include <boost/asio/ip/address.hpp>

#include "rtc/sdp/lines.hpp"

namespace gantry::rtc::sdp {
namespace {

constexpr std::size_t max_line = 512;
constexpr std::size_t max_foundation = 32;
constexpr std::size_t fixed_words = 8;  // foundation component transport priority address port "typ" type

std::optional<Candidate::Type> type_named(std::string_view name) {
    if (name == "host") return Candidate::Type::host;
    if (name == "srflx") return Candidate::Type::server_reflexive;
    if (name == "prflx") return Candidate::Type::peer_reflexive;
    if (name == "relay") return Candidate::Type::relayed;
    return std::nullopt;
}

}  // namespace

Result<Candidate> parse_candidate(std::string_view line) {
    if (line.size() > max_line) return fail(Errc::malformed, "candidate too long");
    if (line.starts_with("a=")) line.remove_prefix(2);
    if (!line.starts_with("candidate:")) return fail(Errc::malformed, "not a candidate");
    line.remove_prefix(std::string_view("candidate:").size());

    const auto words = split_words(line);
    if (words.size() < fixed_words || words[6] != "typ") return fail(Errc::malformed, "candidate cut off");
    const auto priority = to_number<std::uint32_t>(words[3]);
    const auto port = to_number<std::uint16_t>(words[5]);
    const auto type = type_named(words[7]);
    if (words[0].size() > max_foundation || !priority || !port || !type) {
        return fail(Errc::malformed, "candidate with a bad field");
    }
    if (words[1] != "1" || !equal_ignoring_case(words[2], "udp") || *port == 0) {
        return fail(Errc::unsupported, "not a UDP candidate for RTP");
    }
    boost::system::error_code error;
    const auto address = boost::asio::ip::make_address(std::string(words[4]), error);
    if (error) return fail(Errc::unsupported, "the candidate's address is a name");
    return Candidate{.type = *type,
                     .foundation = std::string(words[0]),
                     .priority = *priority,
                     .address = address.to_string(),
                     .port = *port};
}

}  // namespace gantry::rtc::sdp
