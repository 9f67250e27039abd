# SPDX-License-Identifier: GPL-3.0-or-later
# Every test is one program under ctest. It exits 77, with the reason on
# stdout, where it cannot run (no root, no loop devices, a tool is missing).
#
#   massho_unit_test(NAME SOURCES a.c ... [LIBS wipe_internal ...] [LABEL unit])
#   massho_python_test(NAME FILE [LABEL cli] [LOCK machine] [ARGS ...])
#
# Of those labelled root only one with the same LOCK runs at a time: "machine" if they look at all
# that the machine has, "media" if they erase devices, "files" if they work within file systems.
#
# Tests get the environment MASSHO_BUILD (this build; the tools are in its bin/)
# and MASSHO_SOURCE, and messages from the catalogues of this build.

# Memory comes in large pieces where the kernel gives them: drawing a PDF moves tables of fonts,
# and a third of its time was taken by single pages.
set(MASSHO_TEST_ENVIRONMENT
  GLIBC_TUNABLES=glibc.malloc.hugetlb=1
  MASSHO_BUILD=${PROJECT_BINARY_DIR}
  MASSHO_SOURCE=${PROJECT_SOURCE_DIR}
  MASSHO_SANITIZE=${MASSHO_SANITIZE}
  MASSHO_CC=${CMAKE_C_COMPILER}
  TEXTDOMAINDIR=${PROJECT_BINARY_DIR}/locale
  PYTHONDONTWRITEBYTECODE=1
  ASAN_OPTIONS=strict_string_checks=1:detect_stack_use_after_return=1
  LSAN_OPTIONS=suppressions=${PROJECT_SOURCE_DIR}/tests/support/lsan.supp:print_suppressions=0
  UBSAN_OPTIONS=print_stacktrace=1)

# They begin first, the longest at the head, so that no processor waits for one of them in the
# end. Those of root wait for one another: their chains begin at once.
set(MASSHO_LONG_TESTS
  cli.case-errors cli.case-device cli.pdf cli.case-report page.case page.casing cli.report
  cli.case-tamper cli.case-merge cli.case-story cli.token house.headers page.firefox
  cli.pdf-sealed wipe-faults page.browser vectors certs-schema-agree cli.verify-batch
  cli.wipe-cert cli.confirm cli.wipe-verify cli.wipe-cert-timestamp wipe-crash page.confirm
  page.vectors cli.wipe-device-resume)

function(massho_test_properties name label lock)
  set_tests_properties(${name} PROPERTIES
    LABELS ${label} SKIP_RETURN_CODE 77 TIMEOUT 600
    ENVIRONMENT "${MASSHO_TEST_ENVIRONMENT}")
  list(FIND MASSHO_LONG_TESTS ${name} place)
  if(NOT place EQUAL -1)
    math(EXPR cost "150 - ${place}")
    set_tests_properties(${name} PROPERTIES COST ${cost})
  endif()
  if(label STREQUAL "root")
    # They wait for media more than they compute: a chain of each sort, one test of it at a time.
    if(NOT lock)
      set(lock machine)
    endif()
    set_tests_properties(${name} PROPERTIES RESOURCE_LOCK ${lock} COST 200)
  endif()
endfunction()

function(massho_unit_test name)
  cmake_parse_arguments(T "" "LABEL" "SOURCES;LIBS" ${ARGN})
  if(NOT T_LABEL)
    set(T_LABEL unit)
  endif()
  add_executable(test-${name} ${T_SOURCES})
  target_include_directories(test-${name} PRIVATE ${PROJECT_SOURCE_DIR}/tests/support)
  target_link_libraries(test-${name} PRIVATE ${T_LIBS} PkgConfig::CMOCKA)
  set_target_properties(test-${name} PROPERTIES
    RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/tests/bin)
  add_test(NAME ${name} COMMAND test-${name} WORKING_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR})
  massho_test_properties(${name} ${T_LABEL} "${T_LOCK}")
endfunction()

function(massho_python_test name file)
  cmake_parse_arguments(T "" "LABEL;LOCK" "ARGS" ${ARGN})
  if(NOT T_LABEL)
    set(T_LABEL cli)
  endif()
  get_filename_component(path ${file} ABSOLUTE)
  add_test(NAME ${name} COMMAND /usr/bin/python3 ${path} ${T_ARGS}
           WORKING_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR})
  massho_test_properties(${name} ${T_LABEL} "${T_LOCK}")
endfunction()
