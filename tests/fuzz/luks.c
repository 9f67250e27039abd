/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as a medium, as the header of a LUKS1 one, and as the metadata of a LUKS2 one. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <wipe/luks.h>

#include "pattern/sha256.h"

#define MEDIUM_BYTES ((size_t)17 << 20)
#define COPY_BYTES ((size_t)16384)

static void check(int condition)
{
	if (!condition)
		abort();
}

static void check_bounds(const struct wipe_luks *luks)
{
	check(luks->version == 1 || luks->version == 2);
	check(luks->area_bytes && luks->area_bytes <= MEDIUM_BYTES);
	check(luks->is_detached || luks->area_bytes <= luks->data_offset_bytes);
	check(luks->slot_count <= WIPE_LUKS_SLOTS_MAX && luks->token_count <= WIPE_LUKS_TOKENS_MAX);
	check(luks->segment_count && luks->segment_count <= WIPE_LUKS_SEGMENTS_MAX);
	for (uint32_t i = 0; i < luks->slot_count; i++)
		check(luks->slots[i].offset_bytes <= luks->area_bytes &&
		      luks->slots[i].length_bytes <=
			      luks->area_bytes - luks->slots[i].offset_bytes);
	check(memchr(luks->uuid, 0, sizeof(luks->uuid)) != NULL);
	check(memchr(luks->label, 0, sizeof(luks->label)) != NULL);
}

static void read_it(struct wipe_io *io)
{
	struct wipe_luks *luks = malloc(sizeof(*luks));

	check(luks != NULL);
	for (int detached = 0; detached < 2; detached++) {
		struct wipe_error err = { .code = WIPE_OK };
		int rc = wipe_luks_read(io, detached, luks, &err);

		check(rc == err.code);
		if (!rc)
			check_bounds(luks);
		else
			check(err.message[0] && (rc == WIPE_E_FORMAT || rc == WIPE_E_NOTFOUND));
	}
	free(luks);
}

static void seal(unsigned char *copy)
{
	memset(copy + 448, 0, 64);
	check(sha256_of(copy, COPY_BYTES, NULL, 0, copy + 448, NULL) == 0);
}

static void make_copy(unsigned char *copy, size_t offset, const uint8_t *json, size_t size)
{
	memcpy(copy, offset ? "SKUL\xba\xbe\0\2" : "LUKS\xba\xbe\0\2", 8);
	copy[14] = COPY_BYTES >> 8;
	memcpy(copy + 72, "sha256", 6);
	memcpy(copy + 168, "1b4e28ba-2fa1-11d2-883f-0016d3cca427", 36);
	copy[262] = (unsigned char)(offset >> 8);
	memcpy(copy + 4096, json, size < COPY_BYTES - 4096 ? size : COPY_BYTES - 4096);
	seal(copy);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct wipe_io *io; /* one for all runs: it is large, and little of it is used */
	unsigned char *bytes;

	if (!io)
		io = wipe_io_memory_new(MEDIUM_BYTES, 512);
	check(io != NULL);
	if (size >= 2 * COPY_BYTES)
		return 0;
	bytes = wipe_io_memory_bytes(io);
	memset(bytes, 0, 2 * COPY_BYTES);
	memcpy(bytes, data, size);
	read_it(io);
	memcpy(bytes, "LUKS\xba\xbe\0\1", 8);
	read_it(io);
	memset(bytes, 0, 2 * COPY_BYTES);
	make_copy(bytes, 0, data, size);
	make_copy(bytes + COPY_BYTES, COPY_BYTES, data, size);
	read_it(io);
	return 0;
}
