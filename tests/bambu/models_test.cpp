#include "bambu/models.hpp"

#include <gtest/gtest.h>

namespace gantry::bambu {
namespace {

TEST(Models, AreFoundByCodeSerialAndName) {
    EXPECT_EQ(model_by_code("C12")->name, "P1S");
    EXPECT_EQ(model_by_code("BL-P001")->name, "X1 Carbon");
    EXPECT_EQ(model_by_code("O1C2-V2")->name, "H2C");
    EXPECT_EQ(model_by_code("X99"), nullptr);
    EXPECT_EQ(model_by_serial("22E00A000000001")->name, "P2S");
    EXPECT_EQ(model_by_serial("ZZ"), nullptr);
    EXPECT_EQ(model_by_name("A1 mini")->serial_prefix, "030");
    EXPECT_EQ(model_by_name("Bambu Lab X1-Carbon")->serial_prefix, "00M");
    EXPECT_EQ(model_by_name("Other"), nullptr);
}

TEST(Models, ChooseTheKindOfCamera) {
    for (const auto* name : {"P1P", "P1S", "A1", "A1 Mini"})
        EXPECT_EQ(model_by_name(name)->camera, Camera::jpeg) << name;
    for (const auto* name : {"X1", "X1 Carbon", "X1E", "P2S", "H2D"})
        EXPECT_EQ(model_by_name(name)->camera, Camera::rtsp) << name;
}

TEST(Models, KnowWhatEachTakes) {
    EXPECT_EQ(model_by_name("A1 Mini")->heat.bed_c, 80);
    EXPECT_EQ(model_by_name("P1S")->heat.bed_c, 100);
    EXPECT_EQ(model_by_name("X1E")->heat.nozzle_c, 320);
    EXPECT_EQ(model_by_name("X1E")->heat.chamber_c, 60);
    EXPECT_EQ(model_by_name("P2S")->heat.chamber_c, 0);
    EXPECT_EQ(model_by_name("H2D")->heat.nozzle_c, 350);
    EXPECT_TRUE(model_by_name("H2D")->heat.air_flap);
    EXPECT_EQ(model_by_name("A1")->fans, FanKit::part);
    EXPECT_EQ(model_by_name("P1S")->fans, FanKit::all);
}

TEST(Models, KnowWhatASerialLooksLike) {
    EXPECT_TRUE(is_serial("01P00A000000001"));
    EXPECT_FALSE(is_serial("01p00A000000001"));
    EXPECT_FALSE(is_serial("01P00A00000000"));
    EXPECT_FALSE(is_serial("../../etc/passw"));
}

}  // namespace
}  // namespace gantry::bambu
