# Flags that hold for every target: warnings are errors, sanitizers by preset, one precompiled header.
if(NOT CMAKE_CXX_COMPILER_LAUNCHER)
  find_program(CCACHE_PROGRAM ccache)
  if(CCACHE_PROGRAM)
    # A precompiled header is keyed by its content, not by the time it was written.
    set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros
        CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} ${CCACHE_PROGRAM})
  endif()
endif()

add_compile_options(-Wall -Wextra -Wpedantic -Werror -Wshadow -Wnon-virtual-dtor -Wno-missing-field-initializers
                    -pthread -Xclang -fno-pch-timestamp -fno-omit-frame-pointer)
add_link_options(-fuse-ld=lld)
# Unoptimised: with sanitizers on, -O1 makes a file take half as long again to compile and the tests no faster overall.
option(GANTRY_LINE_NUMBERS "Traces name lines, not only functions; compiling takes a tenth longer" ON)
if(GANTRY_LINE_NUMBERS)
  set(lines "-g1")
endif()
set(CMAKE_CXX_FLAGS_DEBUG "-O0 ${lines}")
set(CMAKE_CXX_FLAGS_RELEASE "-O2 ${lines} -DNDEBUG")

if(GANTRY_SANITIZER STREQUAL "address")
  # Accesses are checked by calls, and pointers twice only in our own code: together a quarter less to compile.
  add_compile_options(-fsanitize=address,undefined -fno-sanitize-recover=all
                      -fsanitize-ignorelist=${CMAKE_CURRENT_LIST_DIR}/unchecked_pointers.txt
                      -fsanitize-address-outline-instrumentation)
  add_link_options(-fsanitize=address,undefined)
elseif(GANTRY_SANITIZER STREQUAL "thread")
  add_compile_options(-fsanitize=thread)
  add_link_options(-fsanitize=thread)
  # Of every program: tests start some as processes of their own.
  set(GANTRY_SANITIZER_SOURCES ${CMAKE_CURRENT_LIST_DIR}/thread_sanitizer.cpp)
endif()
