// What nearly every test needs, parsed once per preset. Files still include what they use themselves.
#pragma once

#include "base/precompiled.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
