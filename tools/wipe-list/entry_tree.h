/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MASSHO_WIPE_LIST_ENTRY_TREE_H
#define MASSHO_WIPE_LIST_ENTRY_TREE_H

#include "entry.h"

/* Prints what lies over what, on stdout. 0, or -1 without memory. */
int entry_tree_print(const struct entry_list *list);

#endif
