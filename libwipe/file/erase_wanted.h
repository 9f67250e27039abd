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
};

struct erase_wanted {
	const struct wipe_file_wanted *files;
	size_t count;
	const struct wipe_file_wanted **by_path, **by_contents;
	/* Of the first of several with the same contents: where in by_contents to go on. */
	size_t *next;
	struct erase_finding *findings; /* in the order of files */
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
 * A file lies elsewhere and holds what the one at this place of by_contents does: the
 * next with such contents that nothing was found of is MOVED. Its number among files;
 * if there is none left, that of any of them.
 */
size_t erase_wanted_move(struct erase_wanted *wanted, size_t place);

void erase_wanted_count(const struct erase_wanted *wanted, struct wipe_file_findings *counts);

#endif
