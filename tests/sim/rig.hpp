// A simulated printer in a folder of its own, for one test.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>

#include "base/private_file.hpp"
#include "base/random.hpp"
#include "base/within.hpp"
#include "net/mqtt/client.hpp"
#include "sim/simulator.hpp"
#include "tests/base/eventually.hpp"
#include "tests/base/own_address.hpp"
#include "tests/base/temporary_folder.hpp"

namespace gantry::sim {

using gantry::eventually;
using testing::TemporaryFolder;

// One authority for the whole test program: keys take a while to make.
inline const Authority& test_authority() {
    static const TemporaryFolder folder;
    static const Authority authority(folder.path());
    return authority;
}

struct Rig {
    Rig(const Executor& executor, PrinterSpec spec)
        : printer(executor, test_authority(), in_folder(std::move(spec), folder.path())) {}

    static PrinterSpec in_folder(PrinterSpec spec, const std::filesystem::path& path) {
        spec.folder = path / "printer";
        if (spec.address == PrinterSpec().address) spec.address = testing::own_address();
        if (spec.access_code.empty()) spec.access_code = Secret("12345678");
        return spec;
    }

    net::tls::Target camera() const {
        return {.host = printer.address(), .port = printer.ports().camera, .server_name = printer.serial()};
    }
    net::tls::Verify verify() const { return net::tls::expect(printer.serial(), std::nullopt); }

    TemporaryFolder folder;
    SimulatedPrinter printer;
};

}  // namespace gantry::sim
