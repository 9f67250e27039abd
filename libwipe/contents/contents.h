/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How wipe_device_probe() goes through a device: place by place, the whole of
 * it first, then each partition. At each place libblkid says what it knows and
 * a table of our own adds what it does not. A medium may be hostile: nothing
 * here trusts a number that was read before it is held against the device.
 */
#ifndef CONTENTS_CONTENTS_H
#define CONTENTS_CONTENTS_H

#include <blkid.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <wipe/device.h>

/* An entry of a partition table, or a partition that only the kernel knows. */
struct entry {
	uint64_t start_bytes, size_bytes; /* as the table has them: may lie beyond the device */
	uint32_t number;
	bool container; /* an extended partition: what it holds has entries of its own */
	char type[48];
	const char *type_name; /* NULL if not well known */
	char name[128];
	char uuid[64];
};

#define ENTRIES_MAX 256 /* as many as the kernel makes */

struct entries {
	struct entry items[ENTRIES_MAX];
	size_t count;
};

/* A stretch of the device that is looked at as one. */
struct place {
	int fd;
	uint64_t fd_offset_bytes; /* where it begins, as fd sees it */
	const char *node;
	uint64_t offset_bytes, size_bytes; /* on the device; within it */
	unsigned int sector_bytes;	   /* of the device */
	const struct entry *entry;	   /* NULL: the whole device */
};

struct findings {
	struct wipe_device *dev;
	int read_errno; /* of the first read that failed, or 0 */
	uint64_t read_offset_bytes;
	bool more; /* something was left out */
};

struct signature {
	const char *type, *usage;
	const char *label, *uuid; /* untrusted; NULL if there is none */
	uint64_t offset_bytes;	  /* in its place; UINT64_MAX if unknown */
};

/*
 * Appends a signature, unless the same was found at another place that shares
 * these bytes. WIPE_E_NOMEM.
 */
int contents_add(struct findings *found, const struct place *place,
		 const struct signature *signature);

/* Appends the entry itself, for a partition in which nothing was found. */
int contents_add_entry(struct findings *found, const struct place *place);

/* That what is there looks like random numbers. */
int contents_add_random(struct findings *found, const struct place *place);

/* Appends that there was more, if so. */
int contents_add_more(struct findings *found);

/* Is there such a type already at a place within this one that holds these bytes? */
bool contents_have(const struct findings *found, const struct place *place, const char *type,
		   uint64_t offset_bytes);

/* Remembers the first failure of reading, for the error in the end. */
void contents_read_failed(struct findings *found, int sys_errno, uint64_t offset_bytes);

/*
 * Exactly these bytes of a place; false if they do not all lie in it, or cannot
 * be read, which is then remembered.
 */
bool contents_read(struct findings *found, const struct place *place, uint64_t offset_bytes,
		   void *out, size_t bytes);

/*
 * libblkid on this place, without any chain enabled; the caller frees it. *probe
 * NULL and 0: it does not take the place (it shrank meanwhile, or the medium is
 * gone), which is then remembered.
 */
int contents_new_probe(struct findings *found, const struct place *place, blkid_probe *probe);

/* What libblkid knows. */
int contents_scan(struct findings *found, const struct place *place);

/* What libblkid does not know, or not there: table in contents_raw.c. */
int contents_scan_raw(struct findings *found, const struct place *place);

/* Of a place in which nothing was recognized: does its first MiB look like random numbers? */
int contents_scan_random(struct findings *found, const struct place *place);

/*
 * The type of a partition table that claims so many entries that libblkid would
 * need memory or time without bounds and must not see this place, or NULL.
 */
const char *contents_excessive_table(struct findings *found, const struct place *place);

/* The entries of the whole device's partition table; adds the table if only this finds it. */
int contents_read_table(struct findings *found, const struct place *whole, struct entries *entries);

#endif
