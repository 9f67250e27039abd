/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tell-luks [--detached] FILE: what libwipe reads of a LUKS header, "name value" a line. */
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <wipe/luks.h>

#include "fd.h"

static void print_all(const struct wipe_luks *luks)
{
	printf("version %" PRIu32 "\nuuid %s\nlabel %s\nsubsystem %s\ncopies %s %s\n",
	       luks->version, luks->uuid, luks->label, luks->subsystem,
	       wipe_luks_copy_name(luks->copies[0]), wipe_luks_copy_name(luks->copies[1]));
	printf("copy_bytes %" PRIu64 "\narea_bytes %" PRIu64 "\ndata_offset_bytes %" PRIu64 "\n",
	       luks->copy_bytes, luks->area_bytes, luks->data_offset_bytes);
	printf("detached %d\nreencrypting %d\n", luks->is_detached, luks->is_reencrypting);
	for (uint32_t i = 0; i < luks->slot_count; i++)
		printf("slot %" PRIu32 " %s %" PRIu64 " %" PRIu64 " %" PRIu32 " %s\n",
		       luks->slots[i].number, wipe_luks_slot_kind_name(luks->slots[i].kind),
		       luks->slots[i].offset_bytes, luks->slots[i].length_bytes,
		       luks->slots[i].key_bytes, luks->slots[i].kdf);
	for (uint32_t i = 0; i < luks->token_count; i++)
		printf("token %" PRIu32 " %s %" PRIx32 "\n", luks->tokens[i].number,
		       luks->tokens[i].type, luks->tokens[i].slots);
	for (uint32_t i = 0; i < luks->segment_count; i++)
		printf("segment %" PRIu32 " %s %s %s %" PRIu64 " %" PRIu64 " %d\n",
		       luks->segments[i].number, luks->segments[i].type,
		       luks->segments[i].cipher[0] ? luks->segments[i].cipher : "-",
		       luks->segments[i].integrity[0] ? luks->segments[i].integrity : "-",
		       luks->segments[i].offset_bytes, luks->segments[i].length_bytes,
		       luks->segments[i].is_backup);
	for (uint32_t i = 0; i < luks->requirement_count; i++)
		printf("requirement %s\n", luks->requirements[i]);
}

int main(int argc, char **argv)
{
	bool detached = argc == 3 && strcmp(argv[1], "--detached") == 0;
	struct wipe_luks *luks = malloc(sizeof(*luks));
	struct wipe_error err;
	struct wipe_io *io;
	int fd, rc;

	if (argc != 2 + detached || !luks)
		return 2;
	fd = open(argv[argc - 1], O_RDONLY | O_CLOEXEC);
	io = fd < 0 ? NULL : fd_io_new(fd, 512, false);
	if (!io)
		return 2;
	wipe_error_clear(&err);
	rc = wipe_luks_read(io, detached, luks, &err);
	if (rc == 0)
		print_all(luks);
	else
		fprintf(stderr, "%s: %s\n", wipe_code_name(rc), err.message);
	wipe_io_close(io);
	free(luks);
	return rc ? 1 : 0;
}
