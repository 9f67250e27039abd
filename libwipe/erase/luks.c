/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Emptying the header of an encrypted volume: by libcryptsetup, in memory. */
#include "luks.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <libcryptsetup.h>

#include "checked.h"
#include "fd.h"
#include "part.h"
#include "text.h"

#define PAGE_BYTES 4096u
/* LUKS2: two copies of 4 MiB and 128 MiB of key slots at most. */
#define HEADER_BYTES_MAX (UINT64_C(144) << 20)

static uint64_t header_bytes(const struct wipe_luks *luks)
{
	uint64_t end = luks->copy_bytes * (luks->version == 2 ? 2 : 1);

	for (uint32_t i = 0; i < luks->slot_count; i++) {
		const struct wipe_luks_slot *slot = &luks->slots[i];

		if (slot->offset_bytes + slot->length_bytes > end)
			end = slot->offset_bytes + slot->length_bytes;
	}
	return (end + PAGE_BYTES - 1) / PAGE_BYTES * PAGE_BYTES;
}

/* A file in memory that looks as large as the medium, and holds the header only. */
static struct wipe_io *make_copy(uint64_t medium_bytes)
{
	int fd = memfd_create("luks-header", MFD_CLOEXEC);

	if (fd >= 0 && ftruncate(fd, (off_t)medium_bytes) == 0)
		return fd_io_new(fd, PAGE_BYTES, true);
	if (fd >= 0)
		close(fd);
	return NULL;
}

static int cannot_copy(int sys_errno, struct wipe_error *err)
{
	return wipe_error_set(err, WIPE_E_SYSTEM, sys_errno,
			      _("the LUKS header cannot be copied into memory"));
}

static const struct wipe_luks_slot *find_slot(const struct wipe_luks *luks, int number)
{
	for (uint32_t i = 0; i < luks->slot_count; i++)
		if (luks->slots[i].number == (uint32_t)number)
			return &luks->slots[i];
	return NULL;
}

static bool is_in_use(struct crypt_device *device, int slot)
{
	crypt_keyslot_info status = crypt_keyslot_status(device, slot);

	return status != CRYPT_SLOT_INACTIVE && status != CRYPT_SLOT_INVALID;
}

static int destroy_slots(struct crypt_device *device, const struct wipe_luks *luks,
			 struct luks_header *header, struct wipe_error *err)
{
	int count = crypt_keyslot_max(crypt_get_type(device));

	for (int i = 0; i < count; i++)
		if (is_in_use(device, i) != (find_slot(luks, i) != NULL))
			return wipe_error_set(
				err, WIPE_E_FORMAT, 0,
				_("the LUKS header is damaged: libcryptsetup sees other "
				  "key slots in it"));
	for (int i = 0; i < count; i++) {
		int rc = is_in_use(device, i) ? crypt_keyslot_destroy(device, i) : 0;

		if (rc < 0)
			return wipe_error_set(err, WIPE_E_FORMAT, -rc,
					      _("libcryptsetup does not destroy key slot %d"), i);
		header->slots_destroyed += find_slot(luks, i) != NULL;
	}
	return 0;
}

static int remove_tokens(struct crypt_device *device, const struct wipe_luks *luks,
			 struct luks_header *header, struct wipe_error *err)
{
	for (uint32_t i = 0; i < luks->token_count; i++) {
		int rc = crypt_token_json_set(device, (int)luks->tokens[i].number, NULL);

		if (rc < 0)
			return wipe_error_set(err, WIPE_E_FORMAT, -rc,
					      _("libcryptsetup does not remove token %u"),
					      luks->tokens[i].number);
		header->tokens_removed++;
	}
	return 0;
}

/* What it would print belongs to nobody: the codes tell enough. */
static void no_log(int level, const char *message, void *arg)
{
	(void)level;
	(void)message;
	(void)arg;
}

static int empty_copy(const struct wipe_io *copy, const struct wipe_luks *luks,
		      struct luks_header *header, struct wipe_error *err)
{
	struct crypt_device *device = NULL;
	char path[32];
	int rc;

	snprintf(path, sizeof(path), "/proc/self/fd/%d", wipe_io_descriptor(copy));
	rc = crypt_init(&device, path);
	if (rc < 0)
		return wipe_error_set(err, WIPE_E_SYSTEM, -rc,
				      _("libcryptsetup does not open the copy of the header"));
	crypt_set_log_callback(device, no_log, NULL);
	rc = crypt_load(device, luks->version == 1 ? CRYPT_LUKS1 : CRYPT_LUKS2, NULL);
	if (rc < 0)
		rc = wipe_error_set(err, WIPE_E_FORMAT, -rc,
				    _("libcryptsetup does not read the LUKS header"));
	if (!rc)
		rc = destroy_slots(device, luks, header, err);
	if (!rc)
		rc = remove_tokens(device, luks, header, err);
	crypt_free(device);
	return rc;
}

/* Whoever was asked was asked about what was read then. */
static int check_unchanged(struct wipe_io *copy, const struct wipe_luks *luks,
			   struct wipe_error *err)
{
	struct wipe_luks now;

	if (wipe_luks_read(copy, luks->is_detached, &now, NULL) == 0 && wipe_luks_equal(&now, luks))
		return 0;
	return wipe_error_set(err, WIPE_E_REFUSED, 0,
			      _("the LUKS header has changed since it was looked at"));
}

/* Not by the library that emptied it. */
static int check_empty(struct wipe_io *copy, const struct wipe_luks *luks, struct wipe_error *err)
{
	struct wipe_luks after;
	int rc = wipe_luks_read(copy, luks->is_detached, &after, err);

	if (!rc && (after.slot_count || after.token_count))
		rc = wipe_error_set(err, WIPE_E_FORMAT, 0,
				    _("libcryptsetup left a key slot in the LUKS header"));
	return rc;
}

static int empty_in_memory(uint64_t medium_bytes, const struct wipe_luks *luks,
			   struct luks_header *header, struct wipe_error *err)
{
	struct wipe_io *copy = make_copy(medium_bytes);
	struct wipe_io *any_bytes = copy ? part_io_new(copy, 0, header->bytes) : NULL;
	int failure = any_bytes ? -wipe_io_write_at(any_bytes, header->before, header->bytes, 0) :
				  errno;
	int rc = failure ? cannot_copy(failure, err) : check_unchanged(copy, luks, err);

	if (!rc)
		rc = empty_copy(copy, luks, header, err);
	if (!rc)
		rc = check_empty(copy, luks, err);
	if (!rc && (failure = -wipe_io_read_at(any_bytes, header->emptied, header->bytes, 0)))
		rc = cannot_copy(failure, err);
	(void)wipe_io_close(any_bytes);
	(void)wipe_io_close(copy);
	return rc;
}

int luks_header_empty(struct wipe_io *io, uint64_t medium_bytes, const struct wipe_luks *luks,
		      struct luks_header *header, struct wipe_error *err)
{
	uint64_t bytes = checked_min_u64(header_bytes(luks), medium_bytes);
	int rc;

	memset(header, 0, sizeof(*header));
	if (bytes > HEADER_BYTES_MAX)
		return wipe_error_set(err, WIPE_E_UNSUPPORTED, 0,
				      _("the LUKS header is larger than any can be"));
	header->bytes = (size_t)bytes;
	header->before = malloc(header->bytes);
	header->emptied = malloc(header->bytes);
	if (!header->before || !header->emptied)
		rc = wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	else
		rc = -wipe_io_read_at(io, header->before, header->bytes, 0);
	if (rc > 0)
		rc = wipe_error_set(err, WIPE_E_IO, rc, _("the LUKS header cannot be read"));
	if (!rc)
		rc = empty_in_memory(medium_bytes, luks, header, err);
	if (rc)
		luks_header_free(header);
	return rc;
}

void luks_header_free(struct luks_header *header)
{
	if (header->before)
		explicit_bzero(header->before, header->bytes);
	free(header->before);
	free(header->emptied);
	memset(header, 0, sizeof(*header));
}
