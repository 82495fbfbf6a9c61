#include "cloud/objects/objects.hpp"

#include <fstream>

#include "base/random.hpp"

namespace gantry::cloud::objects {
namespace {

namespace fs = std::filesystem;
constexpr std::size_t max_names = 8;
constexpr std::size_t max_name_bytes = 80;
constexpr std::string_view unfinished = ".new";  // behind a file that is being written; no key ends so

bool is_name(std::string_view name) {
    const auto fits = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
               c == '_' || c == '.';
    };
    return !name.empty() && name.size() <= max_name_bytes && name.front() != '.' &&
           !name.ends_with(unfinished) && std::ranges::all_of(name, fits);
}

std::chrono::system_clock::time_point stored_at(const fs::path& file) {
    return std::chrono::file_clock::to_sys(fs::last_write_time(file));
}

Error refused_key() {
    return {Errc::malformed, "not a key of the object store"};
}

// What a disk says becomes the caller's error.
template <class Work>
std::invoke_result_t<Work&> on_disk(Work work) {
    try {
        return work();
    } catch (const fs::filesystem_error& e) {
        return fail(Errc::storage, "the disk refuses: " + e.code().message());
    }
}

Result<> write_whole(const fs::path& file, const std::string& bytes) {
    fs::create_directories(file.parent_path());
    auto temporary = file;
    temporary += "." + random_id() + std::string(unfinished);
    std::ofstream stream(temporary, std::ios::binary);
    stream.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    stream.close();
    if (!stream) {
        std::error_code ignored;
        fs::remove(temporary, ignored);
        return fail(Errc::storage, "the disk does not take the file: is it full?");
    }
    fs::rename(temporary, file);
    return {};
}

}  // namespace

bool is_key(std::string_view text) {
    std::size_t names = 0;
    while (true) {
        const auto end = text.find('/');
        if (!is_name(text.substr(0, end)) || ++names > max_names) return false;
        if (end == text.npos) return true;
        text.remove_prefix(end + 1);
    }
}

Objects::Objects(fs::path folder) : folder_(std::move(folder)) {
    fs::create_directories(folder_);
    fs::permissions(folder_, fs::perms::owner_all);
    std::vector<fs::path> left;
    for (const auto& entry : fs::recursive_directory_iterator(folder_))
        if (entry.path().extension() == unfinished) left.push_back(entry.path());
    for (const auto& file : left)
        fs::remove(file);
}

awaitable<Result<>> Objects::put(std::string key, std::string bytes) {
    if (!is_key(key)) co_return std::unexpected(refused_key());
    auto work = [file = folder_ / key, bytes = std::move(bytes)] {
        return on_disk([&] { return write_whole(file, bytes); });
    };
    co_return co_await threads_.run(std::move(work));
}

awaitable<Result<Object>> Objects::get(std::string key) {
    if (!is_key(key)) co_return std::unexpected(refused_key());
    auto read = [file = folder_ / key]() -> Result<Object> {
        std::ifstream stream(file, std::ios::binary);
        if (!stream) return fail(Errc::not_found, "no such object");
        Object object{.bytes = {std::istreambuf_iterator<char>(stream), {}}, .stored_at = stored_at(file)};
        if (stream.bad()) return fail(Errc::storage, "the disk does not give the file back");
        return object;
    };
    auto work = [read = std::move(read)] { return on_disk(read); };
    co_return co_await threads_.run(std::move(work));
}

awaitable<Result<>> Objects::remove(std::string key) {
    if (!is_key(key)) co_return std::unexpected(refused_key());
    auto work = [file = folder_ / key] {
        return on_disk([&]() -> Result<> {
            fs::remove(file);
            return {};
        });
    };
    co_return co_await threads_.run(std::move(work));
}

awaitable<Result<std::vector<Entry>>> Objects::list(std::string prefix) {
    if (!is_key(prefix)) co_return std::unexpected(refused_key());
    auto read = [folder = folder_, below = folder_ / prefix]() -> Result<std::vector<Entry>> {
        std::vector<Entry> entries;
        if (!fs::exists(below)) return entries;
        for (const auto& entry : fs::recursive_directory_iterator(below)) {
            auto key = entry.path().lexically_relative(folder).generic_string();
            if (entry.is_regular_file() && is_key(key))
                entries.push_back({std::move(key), stored_at(entry.path()), entry.file_size()});
        }
        return entries;
    };
    auto work = [read = std::move(read)] { return on_disk(read); };
    co_return co_await threads_.run(std::move(work));
}

}  // namespace gantry::cloud::objects
