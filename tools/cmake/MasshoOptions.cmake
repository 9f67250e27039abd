# SPDX-License-Identifier: GPL-3.0-or-later
# What every target is compiled with.
option(MASSHO_TESTS "Build the tests" ON)
option(MASSHO_WERROR "Warnings are errors" OFF)
option(MASSHO_FUZZ "Build the libFuzzer targets (clang)" OFF)
set(MASSHO_SANITIZE "" CACHE STRING "Sanitizers, e.g. address,undefined")

set(CMAKE_C_STANDARD 17)
set(CMAKE_C_STANDARD_REQUIRED ON)
set(CMAKE_C_EXTENSIONS OFF)
set(CMAKE_C_VISIBILITY_PRESET hidden)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE RelWithDebInfo)
endif()

# Contracts are asserted in every build: what erases disks had better stop than go on.
foreach(type RELEASE RELWITHDEBINFO MINSIZEREL)
  string(REPLACE "-DNDEBUG" "" CMAKE_C_FLAGS_${type} "${CMAKE_C_FLAGS_${type}}")
endforeach()

add_compile_definitions(
  _GNU_SOURCE _FILE_OFFSET_BITS=64
  MASSHO_VERSION="${PROJECT_VERSION}" MASSHO_LOCALEDIR="${CMAKE_INSTALL_FULL_LOCALEDIR}")
add_compile_options(
  -Wall -Wextra -Wconversion -Wsign-conversion -Wshadow -Wstrict-prototypes -Wmissing-prototypes
  -Wold-style-definition -Wpointer-arith -Wcast-qual -Wwrite-strings -Wvla -Wformat=2
  -Wundef -Wimplicit-fallthrough -Wdouble-promotion -fno-common -fstack-protector-strong)
add_link_options(-Wl,--build-id=sha1 -Wl,-z,relro,-z,now -Wl,--as-needed)
if(MASSHO_WERROR)
  add_compile_options(-Werror)
endif()
if(MASSHO_SANITIZE)
  add_compile_options(-fsanitize=${MASSHO_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  # dlopen() is the sanitizer's there: it finds libraries by the program's RPATH, not by its RUNPATH.
  add_link_options(-Wl,--disable-new-dtags)
  if(CMAKE_C_COMPILER_ID STREQUAL "GNU")
    # The runtimes are in the programs: shared they are two, loaded at every start, and the search
    # for leaks reads the tables of both at every end (a third of what a short program takes).
    # Libraries find them in the program, all of them: what is loaded later may need others.
    set(program $<STREQUAL:$<TARGET_PROPERTY:TYPE>,EXECUTABLE>)
    add_link_options(
      "$<${program}:-fsanitize=${MASSHO_SANITIZE};-static-libasan;-static-libubsan;-rdynamic>")
  else()
    add_link_options(-fsanitize=${MASSHO_SANITIZE})
  endif()
elseif(CMAKE_BUILD_TYPE MATCHES "Rel")
  add_compile_definitions(_FORTIFY_SOURCE=2)
endif()
# Installed tools find the libraries from where they are, in any prefix.
file(RELATIVE_PATH libraries_from_bin ${CMAKE_INSTALL_FULL_BINDIR} ${CMAKE_INSTALL_FULL_LIBDIR})
set(CMAKE_INSTALL_RPATH "$ORIGIN/${libraries_from_bin}")
# Paths of the build machine do not belong into binaries (reproducible builds).
add_compile_options(
  -ffile-prefix-map=${PROJECT_SOURCE_DIR}=. -ffile-prefix-map=${PROJECT_BINARY_DIR}=.)
