/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "crypt_elsewhere.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "cleanup.h"
#include "ext.h"
#include "mount.h"
#include "mount_table.h"

/* One file system, which may be mounted in many places: any that can be reached will do. */
struct asked {
	const struct fs_policy *policy;
	uint32_t major_no, minor_no;
	bool is_mounted; /* still */
	enum wipe_fs_answer answer;
};

/* A folder, or a file on which one of its files is mounted; what is neither is not opened. */
static int open_to_ask(const struct mountinfo *entry)
{
	CLEANUP_FD int at = mount_open_line(entry);
	char path[64];
	struct stat st;

	if (at < 0 || fstat(at, &st) || !(S_ISDIR(st.st_mode) || S_ISREG(st.st_mode)))
		return -1;
	snprintf(path, sizeof(path), "/proc/self/fd/%d", at);
	return open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
}

static enum wipe_fs_answer ask_there(const struct mountinfo *entry, const struct fs_policy *policy)
{
	CLEANUP_FD int fd = open_to_ask(entry);

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

static bool ask_line(void *arg, const struct mountinfo *entry)
{
	struct asked *asked = arg;

	if (entry->major_no != asked->major_no || entry->minor_no != asked->minor_no)
		return true;
	asked->is_mounted = true;
	asked->answer = ask_there(entry, asked->policy);
	return asked->answer == WIPE_FS_UNKNOWN;
}

/* Where something is mounted over each of its places, ext4 can still be known to encrypt nothing. */
static enum wipe_fs_answer ask(const struct mountinfo *entry, const struct fs_policy *policy)
{
	struct asked asked = {
		.policy = policy,
		.major_no = entry->major_no,
		.minor_no = entry->minor_no,
		.answer = WIPE_FS_UNKNOWN,
	};

	if (mount_table_each(ask_line, &asked, NULL) == 0 && !asked.is_mounted)
		return WIPE_FS_NO;
	if (asked.answer == WIPE_FS_UNKNOWN && strcmp(entry->type, "ext4") == 0 &&
	    ext_encrypts(entry->major_no, entry->minor_no) == WIPE_FS_NO)
		return WIPE_FS_NO;
	return asked.answer;
}

static bool may_encrypt(const char *type)
{
	static const char *const types[] = { "ext4", "f2fs", "ubifs", "ceph" };

	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (strcmp(types[i], type) == 0)
			return true;
	return false;
}

struct elsewhere {
	const struct fs_policy *policy;
	const dev_t *except;
	size_t count;
	enum wipe_fs_answer answer; /* so far: no, until one says otherwise */
};

static bool is_excepted(const struct elsewhere *search, const struct mountinfo *entry)
{
	for (size_t i = 0; i < search->count; i++)
		if (search->except[i] == makedev(entry->major_no, entry->minor_no))
			return true;
	return false;
}

static bool look_elsewhere(void *arg, const struct mountinfo *entry)
{
	struct elsewhere *search = arg;
	enum wipe_fs_answer answer;

	if (!may_encrypt(entry->type) || is_excepted(search, entry))
		return true;
	answer = ask(entry, search->policy);
	if (answer != WIPE_FS_NO)
		search->answer = answer;
	return answer != WIPE_FS_YES;
}

enum wipe_fs_answer fs_key_elsewhere(const struct fs_policy *policy, const dev_t *except,
				     size_t count)
{
	struct elsewhere search = { policy, except, count, WIPE_FS_NO };

	return mount_table_each(look_elsewhere, &search, NULL) ? WIPE_FS_UNKNOWN : search.answer;
}
