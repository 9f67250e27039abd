/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MASSHO_TOOLS_COLOUR_H
#define MASSHO_TOOLS_COLOUR_H

#include <stdbool.h>

/* ECMA-48 sec. 8.3.117 (SGR). Colours only stress what the words say already. */
#define COLOUR_WARNING "\033[31m"
#define COLOUR_GOOD "\033[32m"
#define COLOUR_END "\033[0m"

/*
 * Is there a terminal behind fd that has colours, and is the user content with
 * them? Not if NO_COLOR is set to anything but nothing (https://no-color.org).
 */
bool colour_wanted(int fd);

#endif
