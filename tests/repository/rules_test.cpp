// The rules of the house that a machine can check; each names the file that breaks it.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace gantry {
namespace {

namespace fs = std::filesystem;

const fs::path root = GANTRY_SOURCE_DIR;

std::string text_of(const fs::path& path) {
    std::ifstream file(path);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

bool is_generated(const fs::path& path) {
    for (const auto& part : path) {
        if (part == "node_modules" || part == "dist" || part == "build" || part == ".git" ||
            part == "generated") {
            return true;
        }
    }
    return false;
}

std::vector<fs::path> files_below(const fs::path& folder, const std::set<std::string>& endings) {
    std::vector<fs::path> found;
    if (!fs::exists(root / folder)) return found;
    auto it = fs::recursive_directory_iterator(root / folder);
    for (; it != fs::recursive_directory_iterator(); ++it) {
        const auto path = it->path().lexically_relative(root);
        if (is_generated(path)) {
            it.disable_recursion_pending();
            continue;
        }
        if (it->is_regular_file() && endings.contains(path.extension().string())) found.push_back(path);
    }
    return found;
}

// Regular expressions take long under sanitizers: only lines that they could match are shown to them.
std::vector<std::string> includes_of(const fs::path& path) {
    static const std::regex include(R"(^\s*#\s*include\s*["<]([^">]+)[">].*)");
    std::ifstream file(root / path);
    std::vector<std::string> found;
    for (std::string line; std::getline(file, line);) {
        std::smatch match;
        if (line.contains("include") && std::regex_match(line, match, include)) found.push_back(match[1]);
    }
    return found;
}

bool has_line(const fs::path& path, const std::vector<std::string>& words, const std::regex& pattern) {
    std::ifstream file(root / path);
    for (std::string line; std::getline(file, line);) {
        const bool candidate =
            std::ranges::any_of(words, [&](const std::string& word) { return line.contains(word); });
        if (candidate && std::regex_search(line, pattern)) return true;
    }
    return false;
}

const std::set<std::string> cpp = {".cpp", ".hpp"};

// Which libraries each one may include; src/CMakeLists.txt links them the same way.
const std::map<std::string, std::set<std::string>> allowed_below = {
    {"base", {"base"}},
    {"net", {"net", "base"}},
    {"media", {"media", "base"}},
    {"rtc", {"rtc", "net", "media", "base"}},
    {"bambu", {"bambu", "net", "media", "base"}},
    {"farm", {"farm", "base"}},
    {"fuse", {"fuse", "farm", "bambu", "rtc", "net", "media", "base"}},
    {"cloud", {"cloud", "farm", "net", "base"}},
    {"sim", {"sim", "bambu", "net", "media", "base"}},
    {"cli", {"cli", "sim", "farm", "bambu", "net", "media", "base"}},
};

TEST(IncludeRule, PointsDownOnly) {
    const auto files = files_below("src", cpp);
    ASSERT_GT(files.size(), 30u);
    for (const auto& file : files) {
        const auto library = std::next(file.begin())->string();
        ASSERT_TRUE(allowed_below.contains(library)) << file << ": a library that no rule knows";
        for (const auto& include : includes_of(file)) {
            const auto target = include.substr(0, include.find('/'));
            if (!allowed_below.contains(target)) continue;  // not one of ours
            EXPECT_TRUE(allowed_below.at(library).contains(target)) << file << " includes " << include;
        }
    }
}

TEST(IncludeRule, KeepsDriversAndCameraSourcesApart) {
    for (const auto* family : {"fuse/printers", "fuse/cameras"}) {
        for (const auto& file : files_below(fs::path("src") / family, cpp)) {
            const auto inside = file.lexically_relative(fs::path("src") / family);
            if (std::distance(inside.begin(), inside.end()) < 2) continue;
            const auto own = inside.begin()->string();
            for (const auto& include : includes_of(file)) {
                if (!include.starts_with(std::string(family) + "/")) continue;
                const auto rest = include.substr(std::string(family).size() + 1);
                if (rest.find('/') == rest.npos) continue;
                EXPECT_EQ(rest.substr(0, rest.find('/')), own) << file << " includes " << include;
            }
        }
    }
}

TEST(IncludeRule, KeepsBeastInsideTheNetwork) {
    for (const auto* folder : {"src", "tests", "bench", "fuzz"}) {
        for (const auto& file : files_below(folder, cpp)) {
            const auto name = file.string();
            if (name.starts_with("src/net/")) continue;
            for (const auto& include : includes_of(file)) {
                EXPECT_FALSE(include.starts_with("boost/beast")) << file << " includes " << include;
            }
        }
    }
}

TEST(SpawnRule, KeepsCoroutinesWithTheSupervisor) {
    static const std::regex spawn(R"(\bco_spawn\s*\(|\bdetached\b)");
    const std::set<std::string> allowed = {"src/base/supervisor.cpp", "src/base/within.cpp",
                                           "src/base/worker_pool.cpp"};
    for (const auto& file : files_below("src", cpp)) {
        if (allowed.contains(file.string())) continue;
        EXPECT_FALSE(has_line(file, {"co_spawn", "detached"}, spawn)) << file;
    }
}

TEST(ShellRule, HasNoException) {
    static const std::regex shell(R"((^|[^\w.:>])(std::)?(system|popen)\s*\()");
    for (const auto& file : files_below("src", cpp)) {
        EXPECT_FALSE(has_line(file, {"system", "popen"}, shell)) << file;
    }
}

std::size_t lines_of(const fs::path& file) {
    const auto text = text_of(root / file);
    return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

TEST(FileRule, KeepsOneConceptInAFile) {
    for (const auto* folder : {"src", "tests", "fuzz", "bench"}) {
        for (const auto& file : files_below(folder, cpp))
            EXPECT_LE(lines_of(file), 400u) << file;
    }
    for (const auto& file : files_below("web", {".ts", ".tsx", ".mjs"}))
        EXPECT_LE(lines_of(file), 250u) << file;
}

TEST(FolderRule, OpensEachFolderWithAShortReadme) {
    for (auto it = fs::recursive_directory_iterator(root / "src"); it != fs::recursive_directory_iterator();
         ++it) {
        if (!it->is_directory()) continue;
        const auto folder = it->path().lexically_relative(root);
        if (it->path().filename() == "migrations") continue;
        const auto readme = folder / "README.md";
        EXPECT_TRUE(fs::exists(root / readme)) << readme << " is missing";
        if (fs::exists(root / readme)) EXPECT_LE(lines_of(readme), 15u) << readme;
    }
}

TEST(FuzzRule, GivesEachTargetACorpus) {
    for (const auto& file : files_below("fuzz", {".cpp"})) {
        const auto corpus = root / "fuzz" / "corpus" / file.stem();
        EXPECT_TRUE(fs::exists(corpus) && !fs::is_empty(corpus)) << file << " has no corpus";
    }
}

// What a text says about our documents: `docs/….md`, perhaps with ", section 2", perhaps over two lines.
struct Reference {
    std::string document;
    std::string section;  // the first one named; empty for the whole document
};

std::vector<Reference> references_in(const std::string& text) {
    static const std::regex form(R"((docs/[\w./-]*\.md)(?:`?,?\s+(?:(?://|\*)\s*)?sections?\s+(\d+))?)");
    std::vector<Reference> found;
    for (auto at = text.find("docs/"); at != text.npos; at = text.find("docs/", at + 1)) {
        std::smatch match;
        if (std::regex_search(text.begin() + static_cast<std::ptrdiff_t>(at), text.end(), match, form,
                              std::regex_constants::match_continuous)) {
            found.push_back({match[1], match[2]});
        }
    }
    return found;
}

std::vector<fs::path> files_with_references() {
    std::vector<fs::path> files = {"README.md", "CONTRIBUTING.md"};
    for (const auto* folder : {"src", "tests", "web", "api", "docs"}) {
        const auto found = files_below(
            folder, {".cpp", ".hpp", ".md", ".ts", ".tsx", ".mjs", ".css", ".html", ".yaml", ".json"});
        files.insert(files.end(), found.begin(), found.end());
    }
    return files;
}

TEST(DocumentRule, PointsToFilesThatExist) {
    std::size_t checked = 0;
    for (const auto& file : files_with_references()) {
        for (const auto& [document, section] : references_in(text_of(root / file))) {
            ++checked;
            EXPECT_TRUE(fs::is_regular_file(root / document)) << file << " points to " << document;
        }
    }
    EXPECT_GT(checked, 30u);
}

TEST(DocumentRule, PointsToSectionsThatExist) {
    std::size_t checked = 0;
    for (const auto& file : files_with_references()) {
        for (const auto& [document, section] : references_in(text_of(root / file))) {
            if (section.empty()) continue;
            ++checked;
            EXPECT_NE(text_of(root / document).find("\n## " + section + ". "), std::string::npos)
                << file << " points to section " << section << " of " << document;
        }
    }
    EXPECT_GT(checked, 20u);
}

// docs/requirements.md: | R1 | state | requirement | proof |; a proof is `path` or `path: name of the test`.
TEST(RequirementsDocument, ListsEachRequirementOnceWithProofsThatExist) {
    static const std::regex row(R"(^\| (R\d+) \| (done|partly|open) \| [^|]* \| ([^|]*)\|$)");
    static const std::regex proof(R"(`([^`:]+)(?:: ([^`]+))?`)");
    std::map<std::string, int> seen;
    std::istringstream lines(text_of(root / "docs/requirements.md"));
    for (std::string line; std::getline(lines, line);) {
        std::smatch match;
        if (!std::regex_match(line, match, row)) continue;
        ++seen[match[1]];
        const std::string id = match[1];
        const std::string state = match[2];
        const std::string proofs = match[3];
        std::sregex_iterator it(proofs.begin(), proofs.end(), proof);
        EXPECT_TRUE(state == "open" || it != std::sregex_iterator())
            << id << " is " << state << " without a proof";
        for (; it != std::sregex_iterator(); ++it) {
            const fs::path path = (*it)[1].str();
            ASSERT_TRUE(fs::exists(root / path)) << id << ": " << path;
            const std::string name = (*it)[2];
            EXPECT_NE(text_of(root / path).find(name), std::string::npos)
                << id << ": " << path << " has no " << name;
        }
    }
    for (int number = 1; number <= 253; ++number)
        EXPECT_EQ(seen["R" + std::to_string(number)], 1) << "R" << number;
}

}  // namespace
}  // namespace gantry
