#include "cloud/snapshots/grants.hpp"

#include <fmt/format.h>

#include <charconv>

#include "base/bytes.hpp"
#include "base/hmac.hpp"
#include "base/json.hpp"

namespace gantry::cloud::snapshots {
namespace {

std::string member(const net::http::Request& request, const std::string& name) {
    const auto found = request.query.find(name);
    return found == request.query.end() ? std::string() : found->second;
}

template <class Number>
bool read(const std::string& text, Number& number) {
    const auto* const end = text.data() + text.size();
    const auto [at, error] = std::from_chars(text.data(), end, number);
    return error == std::errc() && at == end;
}

}  // namespace

// As JSON, so that no text can be taken for two.
std::string Grants::signature_of(const Grant& grant) const {
    const json::array covered = {"PUT snapshot",       grant.store.text(), grant.fuse.text(),
                                 grant.printer.text(), grant.expires_at,   grant.max_bytes};
    return to_base64url(hmac_sha256(as_bytes(key_.reveal()), as_bytes(to_text(covered))));
}

std::string Grants::address_of(const Grant& grant) const {
    return fmt::format("/api/device/snapshots/{}?store={}&fuse={}&expires_at={}&max_bytes={}&signature={}",
                       grant.printer.text(), grant.store.text(), grant.fuse.text(), grant.expires_at,
                       grant.max_bytes, signature_of(grant));
}

Result<Grant> Grants::open(const net::http::Request& request) const {
    const Secret signature(member(request, "signature"));
    if (signature.empty())
        return fail(Errc::unauthorized, "a picture is put where the gateway's upload.grant says");
    Grant grant{.store = StoreId(member(request, "store")),
                .fuse = FuseId(member(request, "fuse")),
                .printer = farm::PrinterId(request.part("id"))};
    if (!read(member(request, "expires_at"), grant.expires_at) ||
        !read(member(request, "max_bytes"), grant.max_bytes) || Secret(signature_of(grant)) != signature)
        return fail(Errc::forbidden, "this is no grant for this picture; ask the gateway for one");
    const auto now = std::chrono::duration_cast<std::chrono::milliseconds>(now_().time_since_epoch());
    if (grant.expires_at <= now.count())
        return fail(Errc::forbidden, "the grant has expired; ask the gateway for a new one");
    return grant;
}

}  // namespace gantry::cloud::snapshots
