/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * In a folder that is encrypted everything is so by its key: the kernel lets nothing else in
 * (fscrypt_has_permitted_context()). Out of it a file can be moved to where nothing is.
 */
#include "crypt_users.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "checked.h"
#include "cleanup.h"
#include "mount.h"
#include "mount_table.h"
#include "text.h"

#define DEPTH_MAX 256 /* a descriptor for each */

struct walk {
	const struct fs_key_search *search;
	struct fs_key_users *users;
	bool is_stopped;
	char path[PATH_MAX]; /* of what is looked at, for people; what does not fit is cut */
	size_t path_bytes;
};

/* How long it was before: for leave(). */
static size_t enter(struct walk *walk, const char *name)
{
	size_t before = walk->path_bytes;
	int more = snprintf(walk->path + before, sizeof(walk->path) - before, "%s%s",
			    before ? "/" : "", name);

	if (more > 0)
		walk->path_bytes = checked_min_u64(before + (size_t)more, sizeof(walk->path) - 1);
	return before;
}

static void leave(struct walk *walk, size_t before)
{
	walk->path[before] = '\0';
	walk->path_bytes = before;
}

static void miss(struct walk *walk)
{
	if (walk->users->is_complete)
		text_copy_plain(walk->users->obstacle, sizeof(walk->users->obstacle), walk->path);
	walk->users->is_complete = false;
}

static void count(struct walk *walk, const struct statx *stx)
{
	const struct fs_key_search *search = walk->search;
	dev_t dev = makedev(stx->stx_dev_major, stx->stx_dev_minor);

	if (search->is_known && search->is_known(search->arg, dev, (ino_t)stx->stx_ino))
		return;
	if (walk->users->count++)
		return;
	text_copy_plain(walk->users->first, sizeof(walk->users->first), walk->path);
	walk->users->first_dev = dev;
	walk->users->first_ino = (ino_t)stx->stx_ino;
}

static int open_one(int folder, const char *name, bool is_folder)
{
	int how = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC |
		  (is_folder ? O_DIRECTORY : 0);
	int fd = openat(folder, name, how | O_NOATIME);

	return fd < 0 && errno == EPERM ? openat(folder, name, how) : fd;
}

static void walk_folder(struct walk *walk, int folder, bool is_user, unsigned int depth);

/* Encrypted, and lying in a folder that is not: a link's key nobody tells. */
static bool read_policy(int fd, const struct statx *stx, struct fs_policy *policy)
{
	bool can_tell = S_ISREG(stx->stx_mode) || S_ISDIR(stx->stx_mode);

	return can_tell && fd >= 0 && fs_policy_read(fd, policy);
}

/* is_user: the folder that it lies in is one. */
static void look_at(struct walk *walk, int folder, const char *name, const struct statx *stx,
		    bool is_user, unsigned int depth)
{
	bool is_folder = S_ISDIR(stx->stx_mode);
	bool is_encrypted = stx->stx_attributes & STATX_ATTR_ENCRYPTED;
	CLEANUP_FD int fd = -1;
	struct fs_policy policy;

	if (is_user)
		count(walk, stx);
	if (!is_folder && (is_user || !is_encrypted))
		return;
	if (is_folder || S_ISREG(stx->stx_mode))
		fd = open_one(folder, name, is_folder);
	if (is_encrypted && !is_user) {
		if (!read_policy(fd, stx, &policy)) {
			miss(walk);
			return;
		}
		if (!fs_policy_same(&policy, walk->search->policy))
			return;
		count(walk, stx);
		is_user = true;
	}
	if (!is_folder)
		return;
	if (fd < 0 || depth == DEPTH_MAX) {
		miss(walk);
		return;
	}
	walk_folder(walk, fd, is_user, depth + 1);
}

static void look_up(struct walk *walk, int folder, const char *name, bool is_user,
		    unsigned int depth)
{
	size_t before = enter(walk, name);
	struct statx stx;

	if (statx(folder, name, AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT, STATX_BASIC_STATS, &stx)) {
		if (errno != ENOENT)
			miss(walk);
	} else if (!(stx.stx_attributes_mask & STATX_ATTR_MOUNT_ROOT) ||
		   stx.stx_attributes & STATX_ATTR_MOUNT_ROOT) {
		miss(walk); /* what lies beneath is not seen */
	} else {
		look_at(walk, folder, name, &stx, is_user, depth);
	}
	leave(walk, before);
}

static void walk_folder(struct walk *walk, int folder, bool is_user, unsigned int depth)
{
	int own = open_one(folder, ".", true);
	CLEANUP_DIR DIR *dir = own < 0 ? NULL : fdopendir(own);
	const struct dirent *found;

	if (!dir) {
		if (own >= 0)
			close(own);
		miss(walk);
		return;
	}
	walk->is_stopped = walk->is_stopped ||
			   (walk->search->tick && walk->search->tick(walk->search->arg));
	while (!walk->is_stopped && (errno = 0, found = readdir(dir)))
		if (strcmp(found->d_name, ".") && strcmp(found->d_name, ".."))
			look_up(walk, folder, found->d_name, is_user, depth);
	if (walk->is_stopped || errno)
		miss(walk);
}

struct wholes {
	uint32_t major_no, minor_no;
	bool (*take)(void *arg, int root); /* true: enough */
	void *arg;
};

static bool take_whole(void *arg, const struct mountinfo *entry)
{
	struct wholes *wholes = arg;
	CLEANUP_FD int at = -1;
	CLEANUP_FD int fd = -1;

	if (entry->major_no != wholes->major_no || entry->minor_no != wholes->minor_no ||
	    strcmp(entry->root, "/") != 0)
		return true;
	at = mount_open_line("", entry);
	fd = at < 0 ? -1 : openat(at, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return true;
	return !wholes->take(wholes->arg, fd);
}

static bool walk_whole(void *arg, int root)
{
	struct walk *walk = arg;
	struct statx stx;

	*walk->users = (struct fs_key_users){ .is_complete = true };
	if (statx(root, "", AT_EMPTY_PATH, STATX_BASIC_STATS, &stx) ||
	    stx.stx_attributes & STATX_ATTR_ENCRYPTED)
		miss(walk);
	else
		walk_folder(walk, root, false, 0);
	return walk->users->is_complete || walk->users->count || walk->is_stopped;
}

void fs_key_users_find(const struct fs_key_search *search, struct fs_key_users *users)
{
	struct walk walk = { .search = search, .users = users };
	struct wholes wholes = { search->major_no, search->minor_no, walk_whole, &walk };

	*users = (struct fs_key_users){ .is_complete = false };
	(void)mount_table_each(take_whole, &wholes, NULL);
}

static bool keep_root(void *arg, int root)
{
	int *kept = arg;

	*kept = openat(root, ".", O_PATH | O_DIRECTORY | O_CLOEXEC);
	return *kept >= 0;
}

int fs_whole_open(uint32_t major_no, uint32_t minor_no)
{
	int root = -1;
	struct wholes wholes = { major_no, minor_no, keep_root, &root };

	(void)mount_table_each(take_whole, &wholes, NULL);
	return root;
}
