/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What reading a header of either version is made of. */
#ifndef LUKS_LUKS_PARTS_H
#define LUKS_LUKS_PARTS_H

#include <stddef.h>

#include <wipe/luks.h>

#define LUKS_MAGIC_BYTES 6
#define LUKS_MAGIC "LUKS\xba\xbe"
#define LUKS_UUID_BYTES 40
#define LUKS2_BINARY_BYTES 4096 /* of a copy, in front of the metadata */

/* The first sector is there. WIPE_E_FORMAT. */
int luks1_parse(const unsigned char *sector, uint64_t medium_bytes, struct wipe_luks *luks,
		struct wipe_error *err);

/* LUKS2, from either of its copies. WIPE_E_NOTFOUND: none has its magic. */
int luks2_read(struct wipe_io *io, uint64_t medium_bytes, struct wipe_luks *luks,
	       struct wipe_error *err);

/* The metadata of LUKS2: length bytes, of which the text may end before. WIPE_E_FORMAT. */
int luks2_parse_json(const char *text, size_t length, struct wipe_luks *luks,
		     struct wipe_error *err);

/*
 * Reads any range of the medium, of which io gives whole blocks. The caller frees
 * *bytes. WIPE_E_FORMAT: it ends before. WIPE_E_IO, WIPE_E_NOMEM.
 */
int luks_read_bytes(struct wipe_io *io, uint64_t medium_bytes, uint64_t offset, size_t length,
		    unsigned char **bytes, struct wipe_error *err);

/* All slots have room for their key, no two share one, all lie in [from, to). WIPE_E_FORMAT. */
int luks_check_slots(const struct wipe_luks *luks, uint64_t from, uint64_t to,
		     struct wipe_error *err);

/* The UUID at its place in a header. WIPE_E_FORMAT. */
int luks_take_uuid(const unsigned char *at, struct wipe_luks *luks, struct wipe_error *err);

/* Text of a fixed length on the medium, up to a NUL, as something to show. */
void luks_copy_text(char *out, size_t out_bytes, const unsigned char *in, size_t in_bytes);

/* Says that it is damaged, and how: a message that is a sentence's end. WIPE_E_FORMAT. */
int luks_damaged(struct wipe_error *err, const char *how);

#endif
