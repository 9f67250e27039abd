/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SPACE_SWAP_H
#define SPACE_SWAP_H

#include <wipe/space.h>

/* Pure: a line of /proc/swaps (proc(5)); false if it is none, as its head. */
bool swap_parse(const char *line, struct wipe_space_swap *swap);

/* Pure: does a page, as the first of a swap area, say that it holds an image? */
enum wipe_fs_answer swap_holds_image(const unsigned char *page, size_t bytes);

#endif
