/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "partial.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cleanup.h"
#include "text.h"

#define PREFIX ".massho-part-"
#define DIGITS 16

int partial_error(int sys_errno, struct wipe_error *err)
{
	switch (sys_errno) {
	case ENOSPC:
	case EDQUOT:
		return wipe_error_set(err, WIPE_E_IO, sys_errno, _("the destination is full"));
	case EROFS:
		return wipe_error_set(err, WIPE_E_IO, sys_errno,
				      _("the destination cannot be written"));
	default:
		return wipe_error_set(err, WIPE_E_IO, sys_errno, _("it cannot be written"));
	}
}

int partial_sync_folder(int folder, struct wipe_error *err)
{
	if (fsync(folder) && errno != EINVAL && errno != EOPNOTSUPP && errno != EROFS)
		return partial_error(errno, err);
	return 0;
}

int partial_create(int folder, struct partial *partial, struct wipe_error *err)
{
	uint64_t random;

	*partial = (struct partial){ .folder = folder, .fd = -1 };
	if (getrandom(&random, sizeof(random), 0) != (ssize_t)sizeof(random))
		return wipe_error_set(err, WIPE_E_SYSTEM, errno, "getrandom");
	snprintf(partial->name, sizeof(partial->name), PREFIX "%016llx",
		 (unsigned long long)random);
	partial->fd = openat(folder, partial->name,
			     O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	return partial->fd < 0 ? partial_error(errno, err) : 0;
}

/* Some file systems know neither RENAME_NOREPLACE nor hard links (FUSE, CIFS). */
static int claim_and_replace(const struct partial *partial, const char *name)
{
	int claimed = openat(partial->folder, name,
			     O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);

	if (claimed < 0)
		return -1;
	close(claimed);
	return renameat(partial->folder, partial->name, partial->folder, name);
}

static int link_and_unlink(const struct partial *partial, const char *name)
{
	if (linkat(partial->folder, partial->name, partial->folder, name, 0))
		return -1;
	return unlinkat(partial->folder, partial->name, 0);
}

int partial_give_name(struct partial *partial, const char *name, struct wipe_error *err)
{
	int done =
		renameat2(partial->folder, partial->name, partial->folder, name, RENAME_NOREPLACE);

	if (done && (errno == EINVAL || errno == ENOSYS))
		done = link_and_unlink(partial, name);
	if (done && (errno == EPERM || errno == EOPNOTSUPP || errno == ENOSYS || errno == EMLINK))
		done = claim_and_replace(partial, name);
	if (done && errno == EEXIST)
		return wipe_error_set(err, WIPE_E_REFUSED, 0,
				      _("it exists already and is not replaced"));
	if (done)
		return partial_error(errno, err);
	partial->name[0] = '\0';
	return partial_sync_folder(partial->folder, err);
}

void partial_drop(struct partial *partial)
{
	if (partial->fd < 0)
		return;
	close(partial->fd);
	partial->fd = -1;
	if (partial->name[0])
		unlinkat(partial->folder, partial->name, 0);
}

bool partial_is_name(const char *name)
{
	size_t prefix = strlen(PREFIX);

	return !strncmp(name, PREFIX, prefix) && strlen(name) == prefix + DIGITS &&
	       strspn(name + prefix, "0123456789abcdef") == DIGITS;
}

/* Only what we make: regular files. */
static int remove_left(int folder, const char *name)
{
	struct stat st;

	if (fstatat(folder, name, &st, AT_SYMLINK_NOFOLLOW) || !S_ISREG(st.st_mode))
		return 0;
	return unlinkat(folder, name, 0);
}

int partial_sweep(int folder, struct wipe_error *err)
{
	CLEANUP_DIR DIR *dir = NULL;
	CLEANUP_FD int fd = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct dirent *found;

	dir = fd < 0 ? NULL : fdopendir(fd);
	if (!dir)
		return wipe_error_set(err, WIPE_E_IO, errno, _("it cannot be read"));
	fd = -1;
	while ((errno = 0, found = readdir(dir)))
		if (partial_is_name(found->d_name) && remove_left(folder, found->d_name))
			return partial_error(errno, err);
	return errno ? wipe_error_set(err, WIPE_E_IO, errno, _("it cannot be read")) : 0;
}
