# SPDX-License-Identifier: GPL-3.0-or-later
# Message catalogues: tools/po/LANGUAGE.po becomes locale/LANGUAGE/LC_MESSAGES/massho.mo
# in the build, where TEXTDOMAINDIR finds it, and is installed. The target
# update-po takes the messages anew from the sources.
find_program(MSGFMT msgfmt REQUIRED)

set(MASSHO_PO ${PROJECT_SOURCE_DIR}/tools/po)
file(STRINGS ${MASSHO_PO}/LINGUAS languages REGEX "^[a-z]")
set(catalogues "")
foreach(language IN LISTS languages)
  set(folder ${PROJECT_BINARY_DIR}/locale/${language}/LC_MESSAGES)
  file(MAKE_DIRECTORY ${folder})
  add_custom_command(
    OUTPUT ${folder}/massho.mo
    COMMAND ${MSGFMT} -o ${folder}/massho.mo ${MASSHO_PO}/${language}.po
    DEPENDS ${MASSHO_PO}/${language}.po VERBATIM)
  list(APPEND catalogues ${folder}/massho.mo)
  install(FILES ${folder}/massho.mo DESTINATION ${CMAKE_INSTALL_LOCALEDIR}/${language}/LC_MESSAGES)
endforeach()
add_custom_target(catalogues ALL DEPENDS ${catalogues})
add_custom_target(update-po COMMAND ${MASSHO_PO}/update VERBATIM)
