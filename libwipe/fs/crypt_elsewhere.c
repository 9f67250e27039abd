/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Each file system has its own copy of a key. One that is mounted where nobody sees it, or nowhere
 * any more while something on it is open, is alive all the same: sysfs lists it.
 */
#include "crypt_elsewhere.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <time.h>

#include "cleanup.h"
#include "ext.h"
#include "mount.h"
#include "mount_table.h"
#include "sysfs.h"
#include "sysname.h"
#include "text.h"

#define EXT4_LIST "/sys/fs/ext4"
#define F2FS_LIST "/sys/fs/f2fs"

/* One that is being mounted or unmounted is alive and in no table. */
#define PAUSE_MS 50
#define PAUSES 20

/* Those that may encrypt, and where the kernel lists all of them that are alive, by their devices. */
static const struct kind {
	const char *type, *list;
} kinds[] = { { "ext4", EXT4_LIST }, { "f2fs", F2FS_LIST }, { "ubifs", NULL }, { "ceph", NULL } };

/* One file system, which may be mounted in many places: any that can be reached will do. */
struct other {
	uint32_t major_no, minor_no; /* 0, 0: its device is gone */
	char name[64];		     /* of the device; "": it is gone */
	const char *list;	     /* NULL: there is none */
	bool is_mounted;	     /* by a table */
	enum wipe_fs_answer answer;
};

struct elsewhere {
	const struct fs_policy *policy;
	const dev_t *except;
	size_t except_count;
	struct other *others;
	size_t count;
	bool is_complete;
	bool may_pass; /* not known of one that is in no table */
};

static const struct kind *kind_of(const char *type)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strcmp(kinds[i].type, type) == 0)
			return &kinds[i];
	return NULL;
}

static bool is_excepted(const struct elsewhere *search, const struct other *other)
{
	for (size_t i = 0; i < search->except_count; i++)
		if (search->except[i] == makedev(other->major_no, other->minor_no))
			return true;
	return false;
}

/* NULL: that is none to ask, or memory ran out. */
static struct other *add(struct elsewhere *search, const struct other *other)
{
	struct other *grown;

	if (is_excepted(search, other))
		return NULL;
	grown = reallocarray(search->others, search->count + 1, sizeof(*grown));
	if (!grown) {
		search->is_complete = false;
		return NULL;
	}
	search->others = grown;
	grown += search->count++;
	*grown = *other;
	return grown;
}

static void add_listed(struct elsewhere *search, const char *list, const char *name)
{
	struct other other = { .list = list, .answer = WIPE_FS_UNKNOWN };
	char folder[300], number[32];

	snprintf(other.name, sizeof(other.name), "%.63s", name);
	snprintf(folder, sizeof(folder), "/sys/class/block/%.63s", name);
	if (sysfs_read("", folder, "dev", number, sizeof(number)))
		(void)text_parse_devnum(number, &other.major_no, &other.minor_no);
	(void)add(search, &other);
}

/* What is in a list beside file systems. */
static bool is_of_all(const char *name)
{
	return *name == '.' || !strcmp(name, "features") || !strcmp(name, "tuning");
}

/* It is there if one of the kind ever was. */
static bool add_list(struct elsewhere *search, const char *list)
{
	CLEANUP_DIR DIR *dir = sysfs_open_folder("", list);
	const struct dirent *entry;

	while (dir && (entry = readdir(dir)))
		if (!is_of_all(entry->d_name))
			add_listed(search, list, entry->d_name);
	return dir;
}

static struct other *find(struct elsewhere *search, const struct mountinfo *entry)
{
	const struct kind *kind = kind_of(entry->type);
	struct other other = {
		.major_no = entry->major_no,
		.minor_no = entry->minor_no,
		.answer = WIPE_FS_UNKNOWN,
	};

	if (!kind)
		return NULL;
	for (size_t i = 0; i < search->count; i++)
		if (search->others[i].major_no == entry->major_no &&
		    search->others[i].minor_no == entry->minor_no)
			return &search->others[i];
	other.list = kind->list;
	sysname_of_device(other.major_no, other.minor_no, other.name);
	return add(search, &other);
}

/* A folder, or a file on which one of its files is mounted; what is neither is not opened. */
static int open_to_ask(const char *root, const struct mountinfo *entry)
{
	CLEANUP_FD int at = mount_open_line(root, entry);
	char path[64];
	struct stat st;

	if (at < 0 || fstat(at, &st) || !(S_ISDIR(st.st_mode) || S_ISREG(st.st_mode)))
		return -1;
	snprintf(path, sizeof(path), "/proc/self/fd/%d", at);
	return open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
}

static enum wipe_fs_answer ask(const char *root, const struct mountinfo *entry,
			       const struct fs_policy *policy)
{
	CLEANUP_FD int fd = open_to_ask(root, entry);

	if (fd < 0)
		return WIPE_FS_UNKNOWN;
	switch (fs_key_status(fd, policy)) {
	case WIPE_FILE_KEY_PRESENT:
	case WIPE_FILE_KEY_INCOMPLETELY_REMOVED:
		return WIPE_FS_YES;
	case WIPE_FILE_KEY_ABSENT:
		return WIPE_FS_NO;
	default: /* those that never encrypt answer that they cannot */
		return errno == EOPNOTSUPP || errno == ENOTTY ? WIPE_FS_NO : WIPE_FS_UNKNOWN;
	}
}

static bool ask_line(void *arg, const char *root, const struct mountinfo *entry)
{
	struct elsewhere *search = arg;
	struct other *other = find(search, entry);

	if (other && other->answer == WIPE_FS_UNKNOWN) {
		other->is_mounted = true;
		other->answer = ask(root, entry, search->policy);
	}
	return !other || other->answer != WIPE_FS_YES;
}

/*
 * Of one that could not be asked: it may be gone by now, and ext4 can still be known to encrypt
 * nothing.
 */
static enum wipe_fs_answer settle(const struct other *other)
{
	if (other->answer != WIPE_FS_UNKNOWN)
		return other->answer;
	if (other->list && *other->name && !sysfs_exists("", other->list, other->name))
		return WIPE_FS_NO;
	return other->list && strcmp(other->list, EXT4_LIST) == 0 &&
			       ext_encrypts(other->major_no, other->minor_no) == WIPE_FS_NO ?
		       WIPE_FS_NO :
		       WIPE_FS_UNKNOWN;
}

static enum wipe_fs_answer conclude(struct elsewhere *search)
{
	enum wipe_fs_answer all = search->is_complete ? WIPE_FS_NO : WIPE_FS_UNKNOWN;

	for (size_t i = 0; i < search->count && all != WIPE_FS_YES; i++) {
		const struct other *other = &search->others[i];
		enum wipe_fs_answer one = settle(other);

		if (one != WIPE_FS_NO)
			all = one;
		search->may_pass |= one == WIPE_FS_UNKNOWN && !other->is_mounted;
	}
	return all;
}

/* The lists first: what comes after that is in a table. The key's own file system is in that of ext4. */
static enum wipe_fs_answer look(struct elsewhere *search)
{
	search->may_pass = false;
	search->count = 0;
	search->is_complete = true;
	if (!add_list(search, EXT4_LIST))
		search->is_complete = false;
	(void)add_list(search, F2FS_LIST);
	if (mount_tables_each(ask_line, search))
		search->is_complete = false;
	return conclude(search);
}

enum wipe_fs_answer fs_key_elsewhere(const struct fs_policy *policy, const dev_t *except,
				     size_t count)
{
	const struct timespec pause = { .tv_nsec = PAUSE_MS * 1000000L };
	struct elsewhere search = { .policy = policy, .except = except, .except_count = count };
	enum wipe_fs_answer answer = look(&search);

	for (int i = 0; i < PAUSES && answer == WIPE_FS_UNKNOWN && search.may_pass; i++) {
		nanosleep(&pause, NULL);
		answer = look(&search);
	}
	free(search.others);
	return answer;
}
