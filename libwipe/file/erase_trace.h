/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pieces of what is overwritten, by which it would be recognized on the medium. */
#ifndef FILE_ERASE_TRACE_H
#define FILE_ERASE_TRACE_H

#include "file_extents.h"
#include "medium.h"

#define ERASE_TRACE_BYTES 32
#define ERASE_TRACE_LEAST 4 /* shorter, it would be found in any block */

struct erase_trace {
	uint32_t of; /* whatever the caller numbers */
	uint8_t length;
	unsigned char bytes[ERASE_TRACE_BYTES];
};

struct erase_traces {
	struct erase_trace *items; /* owned */
	size_t count, room;
};

/*
 * Keeps a piece of bytes, if there is one that is not found anywhere by chance: zeros in
 * front are passed over. WIPE_E_NOMEM.
 */
int erase_traces_add(struct erase_traces *traces, uint32_t of, const void *bytes, size_t length);
void erase_traces_clear(struct erase_traces *traces);

/* Pure: sets found[of] of every trace that is in bytes. */
void erase_traces_look(const struct erase_traces *traces, const unsigned char *bytes, size_t length,
		       bool *found);

/*
 * Reads places from the medium and sets found[of] of every trace that is there. buffer:
 * of size bytes, more than a trace has. WIPE_E_IO, WIPE_E_USAGE, WIPE_E_NOMEM.
 */
int erase_traces_find(const struct erase_traces *traces, const struct fs_medium *medium,
		      const struct fs_extents *places, unsigned char *buffer, size_t size,
		      bool *found);

#endif
