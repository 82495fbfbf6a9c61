// Printer certificates as Bambu printers have them: a leaf with the serial number as common name and no
// alternative names, issued by a private authority (docs/protocols/bambu-lan.md, section 2). Values: any
// thread.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

struct evp_pkey_st;
struct x509_st;

namespace gantry::sim {

struct Certificate {
    std::string chain_pem;  // the leaf alone: printers send no intermediate
    std::string private_key_pem;
};

// A P1S's leaf is X.509 v1, without any extension.
enum class X509Version { v1 = 0, v3 = 2 };

class Authority {
public:
    // Reads authority.pem and authority-key.pem of the folder, or makes them. Throws on files that it cannot
    // read or write.
    explicit Authority(const std::filesystem::path& folder);

    Certificate issue(const std::string& serial, X509Version version) const;

private:
    std::shared_ptr<evp_pkey_st> key_;  // OpenSSL counts too; shared so that an Authority is a value
    std::shared_ptr<x509_st> certificate_;
};

}  // namespace gantry::sim
