# SPDX-License-Identifier: GPL-3.0-or-later
# The target format rewrites every C file in the style of .clang-format.
add_custom_target(format
  COMMAND find include libwipe certs tools tests -name "*.[ch]" -exec clang-format -i {} +
  WORKING_DIRECTORY ${PROJECT_SOURCE_DIR} VERBATIM)
