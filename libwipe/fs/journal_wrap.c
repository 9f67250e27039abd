/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "journal_wrap.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "cleanup.h"
#include "folder.h"
#include "sysname.h"
#include "text.h"

#define FOLDER_PREFIX ".massho-log-"
#define RANDOM_DIGITS 16
#define FILES 256
#define NUMBER_DIGITS 3 /* of their names */
#define VALUES 2
/* Two of them fill a block (of 4 KiB at most), which is logged whole; larger ones are not logged. */
#define VALUE_MAX 1900
#define VALUE_REST 148
#define BASIC_BLOCK 512 /* the log counts in them whatever the sectors are */
#define ROUNDS_MAX 100000
/* A round logs about FILES * 4 KiB; if the head moves by less than this it is not our log. */
#define ROUND_LEAST_BYTES (UINT64_C(16) << 10)

struct wrap {
	char head_path[128];
	int folder; /* of its own */
	size_t value_bytes;
	char name[sizeof(FOLDER_PREFIX) + RANDOM_DIGITS];
	uint32_t begin[2]; /* cycle, block */
};

bool journal_parse_lsn(const char *text, uint32_t *cycle, uint32_t *block)
{
	char copy[32];

	size_t length = strcspn(text, "\n");

	if (length >= sizeof(copy))
		return false;
	memcpy(copy, text, length);
	copy[length] = '\0';
	return text_parse_devnum(copy, cycle, block);
}

uint64_t journal_distance(const uint32_t from[2], const uint32_t to[2], uint64_t log_bytes,
			  bool *whole)
{
	uint64_t blocks = log_bytes / BASIC_BLOCK;
	uint64_t begin = (uint64_t)from[0] * blocks + from[1];
	uint64_t end = (uint64_t)to[0] * blocks + to[1];

	*whole = end >= begin && end - begin >= blocks;
	return end <= begin ? 0 : *whole ? log_bytes : (end - begin) * BASIC_BLOCK;
}

static int read_head(const struct wrap *wrap, uint32_t at[2])
{
	CLEANUP_FD int fd = open(wrap->head_path, O_RDONLY | O_CLOEXEC);
	char text[64];
	ssize_t length = fd < 0 ? -1 : read(fd, text, sizeof(text) - 1);

	if (length < 0)
		return -1;
	text[length] = '\0';
	errno = EIO;
	return journal_parse_lsn(text, &at[0], &at[1]) ? 0 : -1;
}

static int failed(struct wipe_error *err)
{
	return wipe_error_set(err, WIPE_E_IO, errno, _("the log could not be wrapped"));
}

static bool is_random(const char *name)
{
	return strlen(name) == RANDOM_DIGITS && strspn(name, "0123456789abcdef") == RANDOM_DIGITS;
}

static bool is_number(const char *name)
{
	return strlen(name) <= NUMBER_DIGITS && strspn(name, "0123456789") == strlen(name);
}

bool fs_journal_mend(int folder)
{
	return folder_sweep(folder, FOLDER_PREFIX, is_random, is_number);
}

/* The name tells nothing; whoever works in such a folder holds a lock on it. */
static int make_folder(struct wrap *wrap, int folder, struct wipe_error *err)
{
	uint64_t random;

	fs_journal_mend(folder);
	if (getrandom(&random, sizeof(random), 0) != (ssize_t)sizeof(random))
		return failed(err);
	snprintf(wrap->name, sizeof(wrap->name), FOLDER_PREFIX "%016llx",
		 (unsigned long long)random);
	wrap->folder = folder_make(folder, wrap->name);
	return wrap->folder < 0 ? failed(err) : 0;
}

static int make_files(const struct wrap *wrap, struct wipe_error *err)
{
	for (unsigned int i = 0; i < FILES; i++) {
		char name[16];
		int fd;

		snprintf(name, sizeof(name), "%u", i);
		fd = openat(wrap->folder, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
		if (fd < 0)
			return failed(err);
		close(fd);
	}
	return 0;
}

static int change_file(const struct wrap *wrap, unsigned int index, struct wipe_error *err)
{
	static const char *const names[VALUES] = { "user.a", "user.b" };
	unsigned char value[VALUE_MAX];
	char name[16];
	CLEANUP_FD int fd = -1;

	snprintf(name, sizeof(name), "%u", index);
	fd = openat(wrap->folder, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0)
		return failed(err);
	for (size_t i = 0; i < VALUES; i++) {
		if (getrandom(value, wrap->value_bytes, 0) != (ssize_t)wrap->value_bytes ||
		    fsetxattr(fd, names[i], value, wrap->value_bytes, 0))
			return failed(err);
	}
	return 0;
}

/* What changes twice before it is committed is logged once: so a commit ends each round. */
static int one_round(const struct wrap *wrap, struct wipe_error *err)
{
	for (unsigned int i = 0; i < FILES; i++) {
		int rc = change_file(wrap, i, err);

		if (rc)
			return rc;
	}
	return syncfs(wrap->folder) ? failed(err) : 0;
}

static int go_around(struct wrap *wrap, fs_journal_progress_fn *progress, void *arg,
		     struct fs_journal_result *result, struct wipe_error *err)
{
	bool whole = false;

	for (unsigned int round = 0; !whole; round++) {
		uint64_t before = result->done_bytes;
		uint32_t at[2];
		int rc = one_round(wrap, err);

		if (rc)
			return rc;
		if (read_head(wrap, at))
			return failed(err);
		result->done_bytes = journal_distance(wrap->begin, at, result->bytes, &whole);
		if (round == ROUNDS_MAX ||
		    (!whole && result->done_bytes < before + ROUND_LEAST_BYTES))
			return wipe_error_set(err, WIPE_E_IO, 0, _("the log does not move on"));
		if (progress && progress(arg, result->done_bytes, result->bytes))
			return wipe_error_set(err, WIPE_E_INTERRUPTED, 0, _("stopped"));
	}
	/* The block at which it began, and what stays in memory of the log's own buffers. */
	return one_round(wrap, err);
}

static size_t value_bytes(uint32_t block_bytes)
{
	size_t half = block_bytes / 2;

	return half > VALUE_MAX + VALUE_REST || half <= VALUE_REST ? VALUE_MAX : half - VALUE_REST;
}

int journal_wrap(const struct wipe_filesystem *fs, int folder, fs_journal_progress_fn *progress,
		 void *arg, struct fs_journal_result *result, struct wipe_error *err)
{
	struct wrap wrap = { .folder = -1, .value_bytes = value_bytes(fs->block_bytes) };
	char name[64];
	int rc;

	sysname_of_device(fs->major_no, fs->minor_no, name);
	snprintf(wrap.head_path, sizeof(wrap.head_path), "/sys/fs/xfs/%s/log/log_head_lsn", name);
	if (!name[0] || !result->bytes || read_head(&wrap, wrap.begin)) {
		result->state = FS_JOURNAL_UNSUPPORTED;
		result->sys_errno = errno;
		return 0;
	}
	rc = make_folder(&wrap, folder, err);
	if (!rc)
		rc = make_files(&wrap, err);
	if (!rc)
		rc = go_around(&wrap, progress, arg, result, err);
	if (wrap.folder >= 0)
		folder_remove(folder, wrap.name, wrap.folder);
	if (!rc)
		result->state = FS_JOURNAL_WIPED;
	return rc;
}
