/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An image file with a few bytes in the right places, and what is found on it. */
#ifndef PROBE_SCENE_H
#define PROBE_SCENE_H

#include "unit.h"

#include <wipe/device.h>

#define KIB 1024ULL
#define MIB (1024ULL * 1024)

struct scene {
	char path[64];
	int fd;
	uint64_t size_bytes;
	struct wipe_device *dev;
	struct wipe_error err;
	int rc;
};

void scene_begin(struct scene *scene, uint64_t size_bytes);
void scene_put(struct scene *scene, uint64_t at, const void *bytes, size_t count);
void scene_put_number(struct scene *scene, uint64_t at, uint64_t value,
		      int bytes);      /* little endian */
void scene_probe(struct scene *scene); /* may be called again */
void scene_end(struct scene *scene);

/* How many contents have this type; the first of them. */
size_t scene_count(const struct scene *scene, const char *type);
const struct wipe_content *scene_find(const struct scene *scene, const char *type);

/* Fails with a list of what was found unless these are the types, in this order. */
void scene_expect(const struct scene *scene, const char *types);

/* Reflected CRC-32 without final inversion. */
uint32_t scene_crc(uint32_t polynomial, uint32_t seed, const uint8_t *data, size_t bytes);
#define CRC32 0xedb88320U
#define CRC32C 0x82f63b78U

struct scene_partition {
	uint64_t start_bytes, size_bytes;
	uint8_t code;	  /* of an MBR */
	const char *guid; /* of a GPT, as on the medium: 16 bytes */
	const char *name; /* of a GPT, ASCII */
};

/* A table in sectors of 512 bytes, of up to four partitions. */
void scene_put_mbr(struct scene *scene, uint64_t at, const struct scene_partition *partitions,
		   size_t count);

#define GPT_PROTECTIVE 1
#define GPT_PRIMARY 2
#define GPT_BACKUP 4
#define GPT_ALL 7

void scene_put_gpt(struct scene *scene, int parts, uint32_t sector_bytes,
		   const struct scene_partition *partitions, size_t count);

extern const char scene_guid_linux[16], scene_guid_efi[16], scene_guid_unknown[16];

/* One structure: type as expected, and the bytes that make it. */
struct scene_piece {
	int64_t at; /* negative: from the end */
	const char *bytes;
	size_t count;
};

#define SCENE_PIECES 6

struct scene_kind {
	const char *type, *usage;
	uint64_t size_bytes; /* of the place, at least; a multiple of 256 KiB */
	int64_t signature;   /* where it is reported; negative: from the end */
	const char *uuid, *label;
	bool whole_only; /* firmware RAID */
	bool ours;	 /* not known to libblkid 2.38, or not there */
	struct scene_piece pieces[SCENE_PIECES];
	void (*finish)(struct scene *scene, uint64_t start, uint64_t size); /* checksums */
};

extern const struct scene_kind scene_kinds[];
extern const size_t scene_kind_count;

void scene_put_kind(struct scene *scene, const struct scene_kind *kind, uint64_t start,
		    uint64_t size);

#endif
