# SPDX-License-Identifier: GPL-3.0-or-later
# A file as a C array, made again whenever the file changes:
#
#   massho_embed(TARGET FILE SYMBOL)
#
# adds to TARGET a source that defines "const unsigned char SYMBOL[]" and
# "const size_t SYMBOL_bytes"; the header that declares them is the target's.
# The work is done at build time by this same file, as a script.
if(CMAKE_SCRIPT_MODE_FILE)
  file(READ ${INPUT} hex HEX)
  string(REGEX REPLACE "(................................)" "\\1\n" hex "${hex}")
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${hex}")
  file(SIZE ${INPUT} size)
  file(WRITE ${OUTPUT}
"#include <stddef.h>
extern const unsigned char ${SYMBOL}[];
extern const size_t ${SYMBOL}_bytes;
const unsigned char ${SYMBOL}[] = {
${bytes}
};
const size_t ${SYMBOL}_bytes = ${size};
")
  return()
endif()

set(MASSHO_EMBED_SCRIPT ${CMAKE_CURRENT_LIST_FILE})

function(massho_embed target file symbol)
  get_filename_component(input ${file} ABSOLUTE)
  set(output ${CMAKE_CURRENT_BINARY_DIR}/${symbol}.c)
  add_custom_command(OUTPUT ${output}
    COMMAND ${CMAKE_COMMAND} -DINPUT=${input} -DOUTPUT=${output} -DSYMBOL=${symbol}
            -P ${MASSHO_EMBED_SCRIPT}
    DEPENDS ${input} ${MASSHO_EMBED_SCRIPT} VERBATIM)
  target_sources(${target} PRIVATE ${output})
endfunction()
