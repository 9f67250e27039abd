/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MASSHO_WIPE_LIST_ENTRY_TABLE_H
#define MASSHO_WIPE_LIST_ENTRY_TABLE_H

#include "entry.h"
#include "table.h"

/* What each disk is, holds, and is used by. 0, or -1 without memory. */
int entry_table_print(const struct entry_list *list, const struct sheet *sheet);

#endif
