#include "cli/bambu_token.hpp"

#include <boost/describe/enum_from_string.hpp>
#include <fstream>
#include <iostream>

namespace gantry::cli {
namespace {

constexpr std::size_t max_token_line = 16'384;
constexpr std::chrono::seconds limit{15};

std::string first_line(std::istream& input) {
    std::string line(max_token_line, '\0');
    input.getline(line.data(), static_cast<std::streamsize>(line.size()));
    line.resize(line.find('\0') == line.npos ? line.size() : line.find('\0'));
    while (!line.empty() && (line.back() == '\r' || line.back() == ' '))
        line.pop_back();
    return line;
}

Result<Secret> token_of(const BambuOptions& options) {
    return options.token_file.empty() ? Secret(options.token) : read_secret(options.token_file);
}

}  // namespace

Result<Secret> read_secret(const std::string& name) {
    if (name == "-") return Secret(first_line(std::cin));
    std::ifstream file(name);
    if (!file) return fail(Errc::not_found, name + " cannot be read.");
    return Secret(first_line(file));
}

Result<bambu::cloud::BambuClient> bambu_client(const BambuOptions& options) {
    bambu::cloud::Region region{};
    if (!boost::describe::enum_from_string(options.region.c_str(), region))
        return fail(Errc::malformed, "--region is global or china.");
    auto token = token_of(options);
    if (!token) return std::unexpected(token.error());
    if (options.url.empty()) return bambu::cloud::BambuClient(*std::move(token), region);
    return bambu::cloud::BambuClient(*std::move(token), options.url, limit);
}

}  // namespace gantry::cli
