/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MASSHO_WIPE_LIST_ENTRY_TABLE_H
#define MASSHO_WIPE_LIST_ENTRY_TABLE_H

#include "entry.h"

/*
 * Prints the table on stdout. On a terminal it fits the width: long cells go on
 * in the next line, nothing is cut. 0, or -1 without memory.
 */
int entry_table_print(const struct entry_list *list);

#endif
