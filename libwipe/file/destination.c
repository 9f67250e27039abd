/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "destination.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>

#include "cleanup.h"
#include "naming.h"
#include "partial.h"
#include "resolve.h"
#include "text.h"

int destination_open(const char *path, int *fd, struct stat *st, struct wipe_error *err)
{
	*fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (*fd < 0 || fstat(*fd, st))
		return wipe_error_set(err, errno == ENOENT ? WIPE_E_NOTFOUND : WIPE_E_SYSTEM, errno,
				      "%s", path);
	/* File systems without locks have none to respect. */
	if (flock(*fd, LOCK_EX | LOCK_NB) && errno == EWOULDBLOCK)
		return wipe_error_set(err, WIPE_E_REFUSED, 0,
				      _("%s: another run is copying into it"), path);
	return 0;
}

int destination_make_folder(int destination, const char *to, mode_t mode, struct wipe_error *err)
{
	const char *name;
	CLEANUP_FD int parent = resolve_parent(destination, to, &name);
	CLEANUP_FD int folder = -1;
	int rc = 0;

	if (parent < 0)
		return resolve_error(errno, err);
	if (!mkdirat(parent, name, (mode & 0777) | S_IRWXU))
		rc = partial_sync_folder(parent, err);
	else if (errno != EEXIST)
		rc = partial_error(errno, err);
	if (rc)
		return rc;
	folder = resolve_open(parent, name, O_RDONLY | O_DIRECTORY);
	if (folder < 0)
		return resolve_error(errno, err);
	rc = naming_check(parent, name, err);
	return rc ? rc : partial_sweep(folder, err);
}
