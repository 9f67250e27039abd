/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opening one file so that it is the one that was listed, and nobody else has it open. */
#ifndef FILE_ERASE_OPEN_H
#define FILE_ERASE_OPEN_H

#include "erase_list.h"

struct erase_file {
	const struct erase_entry *entry;
	int folder; /* that its name is in, for renaming; -1 */
	int fd;	    /* -1 */
	const char *name;
	struct stat st;	     /* when it was opened */
	uint64_t attributes; /* STATX_ATTR_* */
	bool is_leased;
	bool is_held; /* it was refused because somebody else has it open */
};

/*
 * Opens for reading, or also for writing: below the root of its path, following no
 * link, entering no mount; a regular file, still the one that was listed, with no
 * name that was not listed, that nobody else has open (a write lease is held from
 * here on). The caller calls erase_file_close() in any case. WIPE_E_REFUSED,
 * WIPE_E_NOTFOUND, WIPE_E_SYSTEM, WIPE_E_IO. Nothing is touched.
 */
int erase_file_open(const struct erase_list *list, const struct erase_entry *entry, bool writable,
		    struct erase_file *file, struct wipe_error *err);
/* For reading what it holds, whoever has it open and whatever other names it has. */
int erase_file_open_to_read(const struct erase_list *list, const struct erase_entry *entry,
			    struct erase_file *file, struct wipe_error *err);
/* Would opening it for writing be allowed? WIPE_E_REFUSED. Nothing is opened for that. */
int erase_file_check_writable(struct erase_file *file, struct wipe_error *err);
/* May names in it be removed by this user? WIPE_E_REFUSED. */
int erase_folder_check(int folder, struct wipe_error *err);
/* The same of one name; what it is may be another user's, or immutable. */
int erase_name_check_goes(int folder, const char *name, struct wipe_error *err);
void erase_file_close(struct erase_file *file);

/* Did nobody want to open it meanwhile, and is its size what it was made? WIPE_E_REFUSED. */
int erase_file_check_alone(const struct erase_file *file, struct wipe_error *err);

#endif
