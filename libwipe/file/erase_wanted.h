/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The files that are wanted, by their paths and by what they hold, and what was found of each. */
#ifndef FILE_ERASE_WANTED_H
#define FILE_ERASE_WANTED_H

#include <wipe/file.h>

/* What tells more comes later, and stays. */
enum erase_finding_state {
	ERASE_IS_MISSING,
	ERASE_IS_MOVED,
	ERASE_IS_CHANGED,
	ERASE_IS_UNREAD,
	ERASE_IS_FOUND,
};

struct erase_finding {
	enum erase_finding_state state;
	/* CHANGED: what lies at its path. */
	char *path; /* owned */
	uint64_t size_bytes;
	bool has_sha256;
	uint8_t sha256[WIPE_SHA256_BYTES];
	bool is_taken; /* CHANGED: another file elsewhere is the one */
};

/* A file that holds what a wanted one does, is none of them, and is left. */
struct erase_equal {
	char *path; /* owned */
	uint32_t names;
	size_t wanted; /* with whose contents */
};

/* Of those with the same contents: where in by_contents to go on. */
struct erase_next {
	size_t missing, changed;
};

struct erase_wanted {
	const struct wipe_file_wanted *files;
	size_t count;
	const struct wipe_file_wanted **by_path, **by_contents;
	struct erase_next *next;	/* by the place of the first of them */
	struct erase_finding *findings; /* in the order of files */
	struct erase_equal *equals;	/* sorted by path */
	size_t equal_count, equal_room;
};

/* The caller calls erase_wanted_clear() in any case. WIPE_E_NOMEM. */
int erase_wanted_init(struct erase_wanted *wanted, const struct wipe_file_wanted *files,
		      size_t count, struct wipe_error *err);
void erase_wanted_clear(struct erase_wanted *wanted);

/* Is there one of this size? */
bool erase_wanted_has_size(const struct erase_wanted *wanted, uint64_t size_bytes);
/* Its number among files; ERASE_NONE. */
size_t erase_wanted_at_path(const struct erase_wanted *wanted, const char *path);

/* One that holds this: its place in by_contents; ERASE_NONE. */
size_t erase_wanted_with(const struct erase_wanted *wanted, uint64_t size_bytes,
			 const uint8_t sha256[WIPE_SHA256_BYTES]);
/*
 * A file lies elsewhere and holds what the one at this place of by_contents does: it is the
 * next by path with such contents that nothing was found of, which is MOVED then; or else
 * one at whose path something else lies, which stays CHANGED. Its number among files;
 * ERASE_NONE: each of them has its file.
 */
size_t erase_wanted_move(struct erase_wanted *wanted, size_t place);

/* One is left that is equal to the one of this number; path is copied. WIPE_E_NOMEM. */
int erase_wanted_leave(struct erase_wanted *wanted, const char *path, uint32_t names,
		       size_t equal_to, struct wipe_error *err);

/* All but equal_taken. */
void erase_wanted_count(const struct erase_wanted *wanted, struct wipe_file_findings *counts);

#endif
