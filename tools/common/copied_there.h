/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Does what was copied still lie where the record of the copying says? */
#ifndef MASSHO_TOOLS_COPIED_THERE_H
#define MASSHO_TOOLS_COPIED_THERE_H

#include <stdbool.h>
#include <wipecert/manifest.h>

/* The folder that a destination names by its path; -1: none that is here. The caller closes it. */
int copied_there_open(const char *destination);
/* A regular file of the same size, under the same path. Never without a name. */
bool copied_there_is(int folder, const struct wipecert_manifest_entry *entry);

#endif
