#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <charconv>

#include "base/log.hpp"
#include "base/private_file.hpp"
#include "sim/servers.hpp"

namespace gantry::sim {
namespace {

constexpr auto vsftpd = "/usr/sbin/vsftpd";
constexpr auto pam_folder = "/etc/pam.d";
constexpr std::string_view pam_prefix = "gantry-sim-";
// Sessions run as root within the storage folder, because other users may not pass through the folders above
// it (a home folder is mode 0700). Nothing else is reachable, SITE CHMOD is off, and others see none of it.
constexpr auto guest = "root";
constexpr Backoff restart{.first = 50ms, .longest = 2s, .healthy_after = 5s};

// pam_userdb reads a Berkeley DB file in its "ndbm" form. Its library comes with PAM itself, but its header
// does not, and these three functions are all of it that we need.
struct Datum {
    void* bytes;
    int size;
};

void write_user_database(const std::filesystem::path& file, const std::string& user,
                         const std::string& password) {
    const std::unique_ptr<void, int (*)(void*)> library(dlopen("libdb-5.3.so", RTLD_NOW), dlclose);
    if (!library) throw std::runtime_error("libdb-5.3.so, which pam_userdb needs, is not installed");
    const auto open_database =
        reinterpret_cast<void* (*)(const char*, int, int)>(dlsym(library.get(), "__db_ndbm_open"));
    const auto store =
        reinterpret_cast<int (*)(void*, Datum, Datum, int)>(dlsym(library.get(), "__db_ndbm_store"));
    const auto close_database = reinterpret_cast<void (*)(void*)>(dlsym(library.get(), "__db_ndbm_close"));
    if (open_database == nullptr || store == nullptr || close_database == nullptr)
        throw std::runtime_error("libdb-5.3.so lacks its ndbm functions");
    void* database = open_database(file.c_str(), O_RDWR | O_CREAT | O_TRUNC, 0600);
    if (database == nullptr) throw std::runtime_error(file.string() + ": cannot be written");
    const auto datum = [](const std::string& text) {
        return Datum{const_cast<char*>(text.data()), static_cast<int>(text.size())};
    };
    const int stored = store(database, datum(user), datum(password), 1);
    close_database(database);
    if (stored != 0) throw std::runtime_error(file.string() + ": cannot be written");
}

// Entries of simulators that were killed before they could remove them.
void remove_stale_pam_services() {
    for (const auto& entry : std::filesystem::directory_iterator(pam_folder)) {
        const auto name = entry.path().filename().string();
        if (!name.starts_with(pam_prefix)) continue;
        int process = 0;
        std::from_chars(name.data() + pam_prefix.size(), name.data() + name.size(), process);
        if (process > 0 && kill(process, 0) != 0 && errno == ESRCH) std::filesystem::remove(entry.path());
    }
}

}  // namespace

FileStore::FileStore(const Executor& executor, ServerIdentity identity, std::uint16_t port)
    : identity_(std::move(identity)), port_(port), supervisor_(executor, "sim.files") {
    // The folders of docs/protocols/bambu-files.md, section 4, that every printer with storage has.
    for (const auto* name : {"", "cache", "model", "timelapse", "ipcam"})
        std::filesystem::create_directories(root() / name);
    std::filesystem::create_directories(identity_.folder / "empty");
}

FileStore::~FileStore() {
    remove_pam_service();
}

awaitable<void> FileStore::stop() {
    task_.cancel();
    co_await task_.join();
    remove_pam_service();
}

void FileStore::remove_pam_service() noexcept {
    std::error_code ignored;
    std::filesystem::remove(pam_service(), ignored);
}

std::filesystem::path FileStore::pam_service() const {
    auto name = fmt::format("{}{}-{}", pam_prefix, getpid(), identity_.serial);
    // PAM looks for its services in lower case.
    std::ranges::transform(name, name.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return std::filesystem::path(pam_folder) / name;
}

awaitable<Result<>> FileStore::start(Secret access_code) {
    if (access(vsftpd, X_OK) != 0) co_return fail(Errc::not_found, "vsftpd is not installed");
    if (geteuid() != 0)
        co_return fail(Errc::forbidden, "vsftpd checks logins as root only; no FTPS without it");
    try {
        remove_stale_pam_services();
        write_user_database(identity_.folder / "users", "bblp", access_code.reveal());
        write_settings();
    } catch (const std::exception& e) {
        co_return fail(Errc::storage, e.what());
    }
    const Program program{.path = vsftpd,
                          .arguments = {(identity_.folder / "vsftpd.conf").string()},
                          .environment = {"OPENSSL_CONF=" + (identity_.folder / "openssl.cnf").string()},
                          .log_file = (identity_.folder / "vsftpd.log").string()};
    task_ = supervisor_.keep_running(identity_.serial, [program] { return run_forever(program); }, restart);
    co_return co_await net::tcp::wait_until_listening(identity_.address, port_);
}

void FileStore::limit_rate(std::uint32_t bytes_per_second) {
    bytes_per_second_ = bytes_per_second;
    write_session_settings();
}

void FileStore::allow_writing(bool allowed) {
    may_write_ = allowed;
    write_session_settings();
}

void FileStore::write_session_settings() {
    write_private_file(
        identity_.folder / "sessions" / "bblp",
        fmt::format("local_max_rate={}\nwrite_enable={}\n", bytes_per_second_, may_write_ ? "YES" : "NO"));
}

void FileStore::write_settings() {
    const auto folder = identity_.folder.string();
    make_private_folder(identity_.folder / "sessions");
    write_session_settings();
    write_private_file(pam_service(), fmt::format("auth required pam_userdb.so db={0}/users crypt=none\n"
                                                  "account required pam_userdb.so db={0}/users\n",
                                                  folder));
    // A P1S never resumes a session, so it cannot ask for it; the AP class's vsftpd does
    // (docs/protocols/bambu-files.md, section 2).
    const auto* reuse = identity_.printer_class == PrinterClass::ap ? "YES" : "NO";
    write_private_file(
        identity_.folder / "vsftpd.conf",
        fmt::format("listen=YES\n"
                    "background=NO\n"
                    "listen_address={0}\n"
                    "listen_port={1}\n"
                    "anonymous_enable=NO\n"
                    "local_enable=YES\n"
                    "write_enable=YES\n"
                    "chmod_enable=NO\n"
                    "local_umask=077\n"
                    "guest_enable=YES\n"
                    "guest_username={2}\n"
                    "virtual_use_local_privs=YES\n"
                    "chroot_local_user=YES\n"
                    "allow_writeable_chroot=YES\n"
                    "local_root={3}/storage\n"
                    "secure_chroot_dir={3}/empty\n"
                    "user_config_dir={3}/sessions\n"
                    "pam_service_name={4}\n"
                    "session_support=NO\n"
                    "ssl_enable=YES\n"
                    "implicit_ssl=YES\n"
                    "force_local_logins_ssl=YES\n"
                    "force_local_data_ssl=NO\n"
                    "require_ssl_reuse={5}\n"
                    "ssl_ciphers=HIGH\n"
                    "rsa_cert_file={3}/certificate.pem\n"
                    "rsa_private_key_file={3}/key.pem\n"
                    "port_enable=NO\n"
                    "max_clients=1\n"
                    "idle_session_timeout=300\n"
                    "xferlog_enable=YES\n"
                    "vsftpd_log_file={3}/transfers.log\n"
                    "use_localtime=YES\n",
                    identity_.address, port_, guest, folder, pam_service().filename().string(), reuse));
}

}  // namespace gantry::sim
