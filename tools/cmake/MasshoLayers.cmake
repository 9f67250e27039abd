# SPDX-License-Identifier: GPL-3.0-or-later
# A layer is an object library that sees the public headers, its own folder and
# the folders it names after MAY_USE: the dependency rule, kept by the compiler.
#
#   massho_layer(wipe core SOURCES error.c ... MAY_USE util LIBS PkgConfig::X)
#
# makes the target wipe_core from libwipe/core.
function(massho_layer library layer)
  cmake_parse_arguments(L "" "" "SOURCES;MAY_USE;LIBS" ${ARGN})
  list(TRANSFORM L_SOURCES PREPEND "${layer}/")
  add_library(${library}_${layer} OBJECT ${L_SOURCES})
  foreach(folder ${layer} ${L_MAY_USE})
    target_include_directories(${library}_${layer} PRIVATE ${CMAKE_CURRENT_SOURCE_DIR}/${folder})
  endforeach()
  target_include_directories(${library}_${layer} PRIVATE ${PROJECT_SOURCE_DIR}/include)
  target_link_libraries(${library}_${layer} PRIVATE ${L_LIBS})
  set_property(GLOBAL APPEND PROPERTY MASSHO_LAYERS_${library} ${library}_${layer})
  set_property(GLOBAL APPEND PROPERTY MASSHO_FOLDERS_${library} ${CMAKE_CURRENT_SOURCE_DIR}/${layer})
endfunction()

# The shared library of all layers, and a static one with every internal symbol
# for the tests: libNAME.so and libNAME_internal.a.
#
#   massho_library(wipecert USES wipe LIBS PkgConfig::X)
#
# USES names libraries made by this function: NAME links them, NAME_internal
# links their internal form. What links NAME_internal sees the folders of all
# layers; where two libraries have a header of one name, write "folder/name.h".
function(massho_library library)
  cmake_parse_arguments(L "" "" "USES;LIBS" ${ARGN})
  get_property(layers GLOBAL PROPERTY MASSHO_LAYERS_${library})
  get_property(folders GLOBAL PROPERTY MASSHO_FOLDERS_${library})
  set(objects "")
  foreach(layer IN LISTS layers)
    list(APPEND objects $<TARGET_OBJECTS:${layer}>)
  endforeach()
  add_library(${library} SHARED ${objects})
  set_target_properties(${library} PROPERTIES
    VERSION ${PROJECT_VERSION} SOVERSION ${PROJECT_VERSION_MAJOR} INSTALL_RPATH "$ORIGIN")
  add_library(${library}_internal STATIC EXCLUDE_FROM_ALL ${objects})
  foreach(target ${library} ${library}_internal)
    set_target_properties(${target} PROPERTIES LINKER_LANGUAGE C)
    target_include_directories(${target} INTERFACE ${PROJECT_SOURCE_DIR}/include)
  endforeach()
  target_include_directories(${library}_internal INTERFACE ${folders} ${CMAKE_CURRENT_SOURCE_DIR})
  target_link_libraries(${library} PUBLIC ${L_USES} PRIVATE ${L_LIBS})
  list(TRANSFORM L_USES APPEND _internal)
  target_link_libraries(${library}_internal PUBLIC ${L_USES} ${L_LIBS})
  install(TARGETS ${library} LIBRARY
    DESTINATION ${CMAKE_INSTALL_LIBDIR} NAMELINK_COMPONENT development)
endfunction()
