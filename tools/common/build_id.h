/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MASSHO_TOOLS_BUILD_ID_H
#define MASSHO_TOOLS_BUILD_ID_H

#define BUILD_ID_TEXT_BYTES 129

/* The running program's GNU build id in hex; "" if it was linked without one. */
void build_id_text(char text[BUILD_ID_TEXT_BYTES]);

#endif
