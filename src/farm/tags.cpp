#include "farm/tags.hpp"

#include <algorithm>
#include <boost/algorithm/string/trim.hpp>

namespace gantry::farm {
namespace {

bool is_of_tags(unsigned char letter) {
    return letter >= 0x20 && letter != 0x7f && letter != ',';
}

}  // namespace

bool is_tag(std::string_view text) {
    return !text.empty() && text.size() <= max_tag_bytes && text.front() != ' ' && text.back() != ' ' &&
           std::ranges::all_of(text, is_of_tags);
}

Result<std::vector<std::string>> clean_tags(const std::vector<std::string>& tags, const char* member) {
    std::vector<std::string> clean;
    for (const auto& tag : tags) {
        clean.push_back(boost::algorithm::trim_copy(tag));
        if (!is_tag(clean.back()))
            return fail(Errc::malformed,
                        std::string(member) + ": a tag has 1 to 40 letters and no comma in it");
    }
    std::ranges::sort(clean);
    clean.erase(std::ranges::unique(clean).begin(), clean.end());
    return clean;
}

}  // namespace gantry::farm
