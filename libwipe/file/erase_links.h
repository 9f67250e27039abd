/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names that lead to one file, and names that were listed twice. */
#ifndef FILE_ERASE_LINKS_H
#define FILE_ERASE_LINKS_H

#include "erase_list.h"

/* Sets next_name, is_other_name, names, is_repeated, repeats of all entries. WIPE_E_NOMEM. */
int erase_links_find(struct erase_list *list, struct wipe_error *err);

#endif
