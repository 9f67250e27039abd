/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MASSHO_WIPE_LIST_ENTRY_JSON_H
#define MASSHO_WIPE_LIST_ENTRY_JSON_H

#include <jansson.h>

#include "entry.h"

/* The object of --json (wipe-list(1), "JSON"). NULL: no memory. */
json_t *entry_json(const struct entry *entry);

#endif
