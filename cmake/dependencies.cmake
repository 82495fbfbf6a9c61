# Debian packages only; each with its reason in docs/decisions/0002-dependencies.md.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(Boost 1.81 REQUIRED COMPONENTS json url)
find_package(OpenSSL REQUIRED)
find_package(fmt REQUIRED)
find_package(spdlog REQUIRED)
find_package(GTest REQUIRED)
find_package(benchmark REQUIRED)

foreach(module IN ITEMS libsodium libmosquitto nice libsrtp2 glib-2.0 gio-2.0 libturbojpeg libavcodec libavutil libswscale
        libcurl libjwt sqlite3 pangocairo libzstd)
  string(MAKE_C_IDENTIFIER ${module} name)
  pkg_check_modules(${name} REQUIRED IMPORTED_TARGET ${module})
endforeach()

find_path(SOCI_INCLUDE_DIR soci/soci.h REQUIRED)
find_library(SOCI_CORE_LIBRARY soci_core REQUIRED)
find_library(SOCI_SQLITE3_LIBRARY soci_sqlite3 REQUIRED)
add_library(soci INTERFACE)
target_include_directories(soci SYSTEM INTERFACE ${SOCI_INCLUDE_DIR} ${SOCI_INCLUDE_DIR}/soci)
if(GANTRY_SANITIZER STREQUAL "address")
  # Debian's libsoci_core does not export the type information that this check asks for.
  target_compile_options(soci INTERFACE -fno-sanitize=vptr)
endif()
target_link_libraries(soci INTERFACE ${SOCI_CORE_LIBRARY} ${SOCI_SQLITE3_LIBRARY} PkgConfig::sqlite3)
