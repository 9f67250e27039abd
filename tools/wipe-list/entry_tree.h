/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MASSHO_WIPE_LIST_ENTRY_TREE_H
#define MASSHO_WIPE_LIST_ENTRY_TREE_H

#include "entry.h"
#include "table.h"

/* What lies over what. 0, or -1 without memory. */
int entry_tree_print(const struct entry_list *list, const struct sheet *sheet);

#endif
