/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Does what was copied still lie where the record of the copying says? */
#ifndef MASSHO_TOOLS_COPIED_THERE_H
#define MASSHO_TOOLS_COPIED_THERE_H

#include <stdbool.h>
#include <stdint.h>
#include <wipecert/manifest.h>

/* The folder that a destination names by its path; -1: none that is here. The caller closes it. */
int copied_there_open(const char *destination);
/*
 * May a file of size_bytes be one of copied_bytes? It is as large; or it ends with a block, as a run
 * that was cut off leaves it, which overwrites whole blocks.
 */
bool copied_there_may_be(uint64_t size_bytes, uint64_t copied_bytes);
/* A regular file that may be it by its size, under the same path. Never without a name. */
bool copied_there_is(int folder, const struct wipecert_manifest_entry *entry);

#endif
