#include "base/vault.hpp"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <stdexcept>

#include "base/bytes.hpp"
#include "base/random.hpp"

namespace gantry {
namespace {

class File {
public:
    explicit File(int descriptor) : descriptor_(descriptor) {}
    ~File() {
        if (descriptor_ >= 0) close(descriptor_);
    }
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    int get() const { return descriptor_; }

private:
    int descriptor_;
};

[[noreturn]] void refuse(const std::string& path, const char* why) {
    throw std::runtime_error("the key file " + path + " " + why);
}

void make_key(const std::string& path) {
    const File file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    if (file.get() < 0) {
        if (errno == EEXIST) return;
        refuse(path, "cannot be made");
    }
    const auto key = random_bytes(crypto_secretbox_KEYBYTES);
    if (::write(file.get(), key.data(), key.size()) != static_cast<ssize_t>(key.size()) ||
        fsync(file.get()) != 0)
        refuse(path, "cannot be written");
}

}  // namespace

Vault::Vault(const std::string& key_path) {
    make_key(key_path);
    const File file(::open(key_path.c_str(), O_RDONLY | O_CLOEXEC));
    struct stat about{};
    if (file.get() < 0 || fstat(file.get(), &about) != 0) refuse(key_path, "cannot be read");
    if ((about.st_mode & 077) != 0) refuse(key_path, "may be read by others; make its mode 0600");
    std::string key(crypto_secretbox_KEYBYTES + 1, '\0');
    if (::read(file.get(), key.data(), key.size()) != crypto_secretbox_KEYBYTES)
        refuse(key_path, "is damaged");
    key.resize(crypto_secretbox_KEYBYTES);
    key_ = Secret(std::move(key));
}

std::string Vault::seal(const Secret& secret) const {
    auto sealed = random_bytes(crypto_secretbox_NONCEBYTES);
    sealed.resize(sealed.size() + crypto_secretbox_MACBYTES + secret.reveal().size());
    auto* nonce = reinterpret_cast<unsigned char*>(sealed.data());
    crypto_secretbox_easy(
        nonce + crypto_secretbox_NONCEBYTES, reinterpret_cast<const unsigned char*>(secret.reveal().data()),
        secret.reveal().size(), nonce, reinterpret_cast<const unsigned char*>(key_.reveal().data()));
    return to_base64(sealed);
}

Result<Secret> Vault::open(const std::string& sealed) const {
    constexpr std::size_t overhead = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES;
    const auto bytes = from_base64(sealed);
    if (!bytes || bytes->size() < overhead) return fail(Errc::storage, "a stored secret is damaged");
    const auto* nonce = reinterpret_cast<const unsigned char*>(bytes->data());
    std::string text(bytes->size() - overhead, '\0');
    const int code = crypto_secretbox_open_easy(reinterpret_cast<unsigned char*>(text.data()),
                                                nonce + crypto_secretbox_NONCEBYTES,
                                                bytes->size() - crypto_secretbox_NONCEBYTES, nonce,
                                                reinterpret_cast<const unsigned char*>(key_.reveal().data()));
    if (code != 0) return fail(Errc::storage, "a stored secret does not fit the key file");
    return Secret(std::move(text));
}

Secret Vault::key_for(const std::string& purpose) const {
    std::string key(crypto_generichash_BYTES, '\0');
    crypto_generichash(reinterpret_cast<unsigned char*>(key.data()), key.size(),
                       reinterpret_cast<const unsigned char*>(purpose.data()), purpose.size(),
                       reinterpret_cast<const unsigned char*>(key_.reveal().data()), key_.reveal().size());
    return Secret(std::move(key));
}

}  // namespace gantry
