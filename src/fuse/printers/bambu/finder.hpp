// Bambu Lab printers on the network. Owned by the driver; the loop's thread only. For this folder alone.
#pragma once

#include "fuse/printers/finder.hpp"

namespace gantry::fuse::printers::bambu {

class BambuFinder final : public Finder {
public:
    AddForm form() const override;
    std::vector<std::uint16_t> scan_ports() const override;
    Result<Notice> recognise(const net::ssdp::Message& message, const std::string& sender) const override;
    std::optional<net::ssdp::Message> search(std::uint16_t port) const override;
    awaitable<Result<Access>> try_access(PrinterConfig config) const override;
};

}  // namespace gantry::fuse::printers::bambu
