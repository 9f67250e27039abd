/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ERASE_LUKS_H
#define ERASE_LUKS_H

#include <wipe/luks.h>
#include <wipe/sys/io.h>

/* The begin of a volume's header as it is on the medium, and without keys. */
struct luks_header {
	unsigned char *before, *emptied; /* each of bytes; free with luks_header_free() */
	size_t bytes;			 /* up to the last key slot's end, whole pages */
	uint32_t slots_destroyed, tokens_removed;
};

/*
 * Reads the header at the begin of io, of which any bytes can be read, and has libcryptsetup destroy every key
 * slot and token of a copy in memory. The medium is only read, and nobody but this
 * process sees the copy: a hostile header has nothing to point to, and neither locks,
 * leases nor udev are in the way. medium_bytes: of the partition or medium.
 *
 * WIPE_E_REFUSED: it is not what luks tells. WIPE_E_FORMAT: libcryptsetup does not read it, sees other slots than luks tells, or
 * leaves one. WIPE_E_UNSUPPORTED: too large. WIPE_E_IO, WIPE_E_NOMEM, WIPE_E_SYSTEM.
 */
int luks_header_empty(struct wipe_io *io, uint64_t medium_bytes, const struct wipe_luks *luks,
		      struct luks_header *header, struct wipe_error *err);
void luks_header_free(struct luks_header *header);

#endif
