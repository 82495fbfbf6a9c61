# gantry_library(name DEPENDS ...): one static library per folder of src/, sources globbed.
function(gantry_library name)
  cmake_parse_arguments(ARG "" "" "DEPENDS" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/${name}/*.cpp)
  list(FILTER sources EXCLUDE REGEX "/main\\.cpp$")
  add_library(gantry_${name} STATIC ${sources})
  set_target_properties(gantry_${name} PROPERTIES LINKER_LANGUAGE CXX)
  target_link_libraries(gantry_${name} PUBLIC ${ARG_DEPENDS})
  gantry_precompile(gantry_${name})
endfunction()

# The standard library and Asio take 2 s per file to parse: once per preset is enough.
function(gantry_precompile target)
  if(target STREQUAL gantry_base)
    target_precompile_headers(gantry_base PRIVATE ${CMAKE_SOURCE_DIR}/src/base/precompiled.hpp)
  elseif(target STREQUAL gantry_cloud)
    target_precompile_headers(gantry_cloud PRIVATE ${CMAKE_SOURCE_DIR}/src/cloud/precompiled.hpp)
  else()
    target_precompile_headers(${target} REUSE_FROM gantry_base)
  endif()
  # The same libraries serve the fuzz targets, which count what they reach.
  if(GANTRY_SANITIZER STREQUAL "address")
    target_compile_options(${target} PRIVATE -fsanitize=fuzzer-no-link)
  endif()
endfunction()

# gantry_program(name FOLDER folder): the executable around one folder's main.cpp.
function(gantry_program name)
  cmake_parse_arguments(ARG "" "FOLDER" "" ${ARGN})
  add_executable(${name} ${CMAKE_SOURCE_DIR}/src/${ARG_FOLDER}/main.cpp ${GANTRY_SANITIZER_SOURCES})
  target_link_libraries(${name} PRIVATE gantry_${ARG_FOLDER})
  gantry_precompile(${name})
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
endfunction()
