# SPDX-License-Identifier: GPL-3.0-or-later
# What "cmake --install" puts where, apart from libraries (MasshoLayers), tools
# (tools/), catalogues (MasshoPo) and manual pages (man/).
# The .pc files find the rest from where they are, so that a prefix can be moved.
file(RELATIVE_PATH prefix_from_pc
     /prefix/${CMAKE_INSTALL_LIBDIR}/pkgconfig /prefix)
foreach(name wipe wipecert wipepaper)
  configure_file(${PROJECT_SOURCE_DIR}/tools/cmake/${name}.pc.in
                 ${PROJECT_BINARY_DIR}/pkgconfig/${name}.pc @ONLY)
  install(FILES ${PROJECT_BINARY_DIR}/pkgconfig/${name}.pc
          DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
endforeach()
install(DIRECTORY ${PROJECT_SOURCE_DIR}/include/ DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}
        FILES_MATCHING PATTERN "*.h")

file(GLOB completions CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tools/completion/wipe-*)
install(FILES ${completions} DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)

file(GLOB schemas CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/certs/schema/*.json)
install(FILES ${schemas} DESTINATION ${CMAKE_INSTALL_DATADIR}/massho/schema)
