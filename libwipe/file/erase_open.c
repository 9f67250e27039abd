/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "erase_open.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <signal.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "capability.h"
#include "cleanup.h"
#include "resolve.h"
#include "text.h"

#define CHANGES_NOTHING (STATX_ATTR_IMMUTABLE | STATX_ATTR_APPEND)

static int refuse(struct wipe_error *err, const char *message)
{
	return wipe_error_set(err, WIPE_E_REFUSED, 0, "%s", message);
}

static int refuse_held(struct erase_file *file, struct wipe_error *err, const char *message)
{
	file->is_held = true;
	return refuse(err, message);
}

static int check_is(const struct erase_file *file, int fd, struct wipe_error *err)
{
	if (erase_entry_check(file->entry, fd) == 0)
		return 0;
	return errno == ESTALE ?
		       refuse(err, _("something else has its name now, which is left alone")) :
		       resolve_error(errno, err);
}

/* Is it, unopened, what was listed? A device or a FIFO in its place is not even opened. */
static int check_listed(const struct erase_file *file, struct wipe_error *err)
{
	CLEANUP_FD int fd = resolve_open(file->folder, file->name, O_PATH | O_NOFOLLOW);

	return fd < 0 ? resolve_error(errno, err) : check_is(file, fd, err);
}

static uint64_t attributes_of(int fd)
{
	struct statx stx;

	return statx(fd, "", AT_EMPTY_PATH, STATX_TYPE, &stx) == 0 ? stx.stx_attributes : 0;
}

static int refuse_change(struct wipe_error *err)
{
	return refuse(err,
		      _("it may not be changed: it is immutable or append-only (chattr -i -a)"));
}

static int cannot_write(struct erase_file *file, int sys_errno, struct wipe_error *err)
{
	switch (sys_errno) {
	case EPERM:
		return refuse_change(err);
	case EACCES:
		return refuse(err, _("it may not be written by this user"));
	case EROFS:
		return refuse(err, _("its file system is read-only"));
	case ETXTBSY:
		return refuse_held(file, err,
				   _("it is a program that runs, or a swap file in use"));
	case EWOULDBLOCK:
		return refuse_held(file, err,
				   _("it is open elsewhere (a program, a loop device, a mount): "
				     "close it first"));
	default:
		return resolve_error(sys_errno, err);
	}
}

static int check_attributes(struct erase_file *file, struct wipe_error *err)
{
	struct statvfs st;

	if (fstatvfs(file->fd, &st) == 0 && st.f_flag & ST_RDONLY)
		return cannot_write(file, EROFS, err);
	file->attributes = attributes_of(file->fd);
	if (file->attributes & CHANGES_NOTHING)
		return cannot_write(file, EPERM, err);
	return 0;
}

/* A snapshot or subvolume of btrfs can be read-only by itself: the kernel is asked. */
int erase_file_check_writable(struct erase_file *file, struct wipe_error *err)
{
	if (file->attributes & STATX_ATTR_VERITY)
		return refuse(err, _("it is protected by fs-verity and cannot be overwritten"));
	if (faccessat(file->fd, "", W_OK, AT_EMPTY_PATH | AT_EACCESS) == 0)
		return 0;
	return errno == EPERM || errno == EACCES || errno == EROFS ?
		       cannot_write(file, errno, err) :
		       0;
}

int erase_folder_check(int folder, struct wipe_error *err)
{
	if (attributes_of(folder) & CHANGES_NOTHING)
		return refuse(err, _("its name cannot go: the folder it lies in is immutable or "
				     "append-only (chattr -i -a)"));
	if (faccessat(folder, "", W_OK | X_OK, AT_EMPTY_PATH | AT_EACCESS) == 0)
		return 0;
	if (errno == EROFS)
		return refuse(err, _("its file system is read-only"));
	return errno == EPERM || errno == EACCES ?
		       refuse(err, _("its name cannot go: this user may not write to the folder "
				     "it lies in")) :
		       0;
}

/* The kernel removes no name of what is so itself, such as a folder. */
static int check_changes(int folder, const char *name, struct wipe_error *err)
{
	struct statx stx;

	if (statx(folder, name, AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT, STATX_TYPE, &stx) ||
	    !(stx.stx_attributes & CHANGES_NOTHING))
		return 0;
	return refuse_change(err);
}

int erase_name_check_goes(int folder, const char *name, struct wipe_error *err)
{
	struct stat in, st;
	int rc = erase_folder_check(folder, err);

	if (!rc)
		rc = check_changes(folder, name, err);
	if (rc || fstat(folder, &in) || !(in.st_mode & S_ISVTX) || in.st_uid == geteuid() ||
	    fstatat(folder, name, &st, AT_SYMLINK_NOFOLLOW) || st.st_uid == geteuid() ||
	    capability_is_held(CAP_FOWNER))
		return rc;
	return refuse(err, _("its name cannot go: it belongs to another user, and so does the "
			     "sticky folder it lies in"));
}

/* The folders of all its names. */
static int check_folders(const struct erase_list *list, const struct erase_file *file,
			 struct wipe_error *err)
{
	int rc = erase_name_check_goes(file->folder, file->name, err);

	for (size_t next = file->entry->next_name; next != ERASE_NONE && !rc;
	     next = list->entries[next].next_name) {
		const char *name;
		CLEANUP_FD int folder = erase_list_open_folder(list, &list->entries[next], &name);

		rc = folder < 0 ? resolve_error(errno, err) :
				  erase_name_check_goes(folder, name, err);
	}
	return rc;
}

static int check_same(struct erase_file *file, struct wipe_error *err)
{
	if (fstat(file->fd, &file->st))
		return resolve_error(errno, err);
	return check_is(file, file->fd, err);
}

static int check_opened(struct erase_file *file, struct wipe_error *err)
{
	const struct erase_entry *entry = file->entry;
	int rc = check_same(file, err);

	if (rc)
		return rc;
	if (file->st.st_nlink == 0)
		return wipe_error_set(err, WIPE_E_NOTFOUND, 0, _("its name is no longer there"));
	if (file->st.st_nlink != entry->names && entry->match != WIPE_FILE_NAMED)
		return wipe_error_set(
			err, WIPE_E_REFUSED, 0,
			_("it has another name (hard link) that is not listed: of %lu names only %u "
			  "would go"),
			(unsigned long)file->st.st_nlink, entry->names);
	if (file->st.st_nlink != entry->names)
		return wipe_error_set(
			err, WIPE_E_REFUSED, 0,
			_("it has %lu names (hard links), of which %u were given: the "
			  "others would lose their contents"),
			(unsigned long)file->st.st_nlink, entry->names);
	return 0;
}

/*
 * A write lease is given only while nobody else has the file open, the kernel and
 * mappings included. Its break signal is set to one that does nothing.
 */
static int take_lease(struct erase_file *file, struct wipe_error *err)
{
	if (fcntl(file->fd, F_SETSIG, SIGURG) == 0 && fcntl(file->fd, F_SETLEASE, F_WRLCK) == 0) {
		file->is_leased = true;
		return 0;
	}
	if (errno == EAGAIN || errno == EBUSY)
		return refuse_held(file, err,
				   _("it is open elsewhere (a program, a loop device, a mount): "
				     "close it first"));
	/* Asked for by somebody who is neither the owner nor root. */
	if (errno == EACCES)
		return refuse(err, _("it belongs to another user: only its owner or root can make "
				     "sure that nobody else uses it"));
	return wipe_error_set(err, WIPE_E_REFUSED, errno,
			      _("it cannot be made sure that nobody else uses it (write lease)"));
}

static int open_one(struct erase_file *file, bool writable, struct wipe_error *err)
{
	int how = (writable ? O_RDWR : O_RDONLY) | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY;

	file->fd = resolve_open(file->folder, file->name, how);
	return file->fd < 0 ? cannot_write(file, errno, err) : 0;
}

static int find(const struct erase_list *list, const struct erase_entry *entry,
		struct erase_file *file, struct wipe_error *err)
{
	*file = (struct erase_file){ .entry = entry, .folder = -1, .fd = -1 };
	file->folder = erase_list_open_folder(list, entry, &file->name);
	if (file->folder < 0)
		return resolve_error(errno, err);
	return check_listed(file, err);
}

/* Files that are only compared keep their times, where that is allowed. */
int erase_file_open_to_read(const struct erase_list *list, const struct erase_entry *entry,
			    struct erase_file *file, struct wipe_error *err)
{
	const int how = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY;
	int rc = find(list, entry, file, err);

	if (rc)
		return rc;
	file->fd = resolve_open(file->folder, file->name, how | O_NOATIME);
	if (file->fd < 0 && errno == EPERM)
		file->fd = resolve_open(file->folder, file->name, how);
	return file->fd < 0 ? resolve_error(errno, err) : check_same(file, err);
}

int erase_file_open(const struct erase_list *list, const struct erase_entry *entry, bool writable,
		    struct erase_file *file, struct wipe_error *err)
{
	int rc = find(list, entry, file, err);

	if (!rc)
		rc = check_folders(list, file, err);
	if (!rc)
		rc = open_one(file, writable, err);
	if (!rc)
		rc = check_opened(file, err);
	if (!rc)
		rc = check_attributes(file, err);
	if (!rc && writable)
		rc = erase_file_check_writable(file, err);
	return rc ? rc : take_lease(file, err);
}

void erase_file_close(struct erase_file *file)
{
	cleanup_fd(&file->fd);
	cleanup_fd(&file->folder);
	file->fd = file->folder = -1;
}

int erase_file_check_alone(const struct erase_file *file, struct wipe_error *err)
{
	struct stat st;

	if (fcntl(file->fd, F_GETLEASE) != F_WRLCK)
		return refuse(err, _("somebody else opened it meanwhile"));
	if (fstat(file->fd, &st))
		return resolve_error(errno, err);
	if (st.st_nlink != file->entry->names)
		return refuse(err, _("it got another name (hard link) meanwhile"));
	return 0;
}
