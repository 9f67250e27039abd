/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hold.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/blkpg.h>
#include <linux/fs.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "cleanup.h"
#include "text.h"

/* linux/fs.h since 5.15; older headers lack it. */
#ifndef BLKGETDISKSEQ
#define BLKGETDISKSEQ _IOR(0x12, 128, uint64_t)
#endif

/* udev locks a disk while it looks at it: wait that long. */
#define LOCK_TRIES 50
#define LOCK_PAUSE_MS 100

/* And so long does who only looks at a partition have it open, at most. */
#define LOOK_TRIES 20
#define LOOK_PAUSE_MS 100

#define PARTITIONS_MAX 256

struct partition {
	int number;
	int64_t start_bytes, length_bytes;
	char node[80];
};

struct hold {
	int fd;
	char node[256];
	dev_t number;
	uint64_t capacity_bytes, diskseq;
	struct partition removed[PARTITIONS_MAX];
	size_t removed_count;
};

/* Who was killed holds the device until the kernel has ended its transfers. */
static int open_when_free(const char *node, const struct wipe_env *env)
{
	int fd = -1;

	for (int i = 0; i < LOOK_TRIES && fd < 0; i++) {
		if (i)
			env->ops->sleep_ms(env, LOOK_PAUSE_MS);
		fd = open(node, O_RDWR | O_EXCL | O_CLOEXEC | O_NOFOLLOW);
		if (fd < 0 && errno != EBUSY)
			break;
	}
	return fd;
}

static int open_exclusive(struct hold *hold, const struct wipe_env *env, struct wipe_error *err)
{
	struct stat st;

	hold->fd = open_when_free(hold->node, env);
	if (hold->fd < 0 && errno == EBUSY)
		return wipe_error_set(err, WIPE_E_REFUSED, 0,
				      _("%s is in use by the kernel or another program"),
				      hold->node);
	if (hold->fd < 0 && (errno == EROFS || errno == EACCES || errno == EPERM))
		return wipe_error_set(err, WIPE_E_REFUSED, errno, _("%s cannot be written"),
				      hold->node);
	if (hold->fd < 0)
		return wipe_error_set(err,
				      errno == ENOENT || errno == ENXIO ? WIPE_E_GONE : WIPE_E_IO,
				      errno, _("%s cannot be opened"), hold->node);
	if (fstat(hold->fd, &st) != 0 || !S_ISBLK(st.st_mode) || st.st_rdev != hold->number)
		return wipe_error_set(err, WIPE_E_REFUSED, 0,
				      _("%s is no longer the device that was looked at"),
				      hold->node);
	return 0;
}

static int lock_whole(const struct hold *hold, const struct wipe_env *env, struct wipe_error *err)
{
	for (int i = 0; i < LOCK_TRIES; i++) {
		if (flock(hold->fd, LOCK_EX | LOCK_NB) == 0)
			return 0;
		if (errno != EWOULDBLOCK && errno != EINTR)
			break;
		env->ops->sleep_ms(env, LOCK_PAUSE_MS);
	}
	return wipe_error_set(err, WIPE_E_REFUSED, 0,
			      _("%s is locked by another program (flock): end it first"),
			      hold->node);
}

static int refuse_read_only(const struct hold *hold, struct wipe_error *err)
{
	int read_only = 0;

	if (ioctl(hold->fd, BLKROGET, &read_only) == 0 && !read_only)
		return 0;
	return wipe_error_set(err, WIPE_E_REFUSED, 0, _("%s is read-only"), hold->node);
}

static int64_t read_number(const char *folder, const char *name)
{
	char path[512], text[32];
	CLEANUP_FILE FILE *file = NULL;
	uint64_t value;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	file = fopen(path, "re");
	if (!file || !fgets(text, sizeof(text), file) || !text_parse_u64(text, &value) ||
	    value > INT64_MAX / 512)
		return -1;
	return (int64_t)value;
}

static bool read_partition(const char *folder, const char *name, struct partition *partition)
{
	char path[400];
	int64_t number, start, size;

	snprintf(path, sizeof(path), "%s/%.250s", folder, name);
	number = read_number(path, "partition");
	start = read_number(path, "start");
	size = read_number(path, "size");
	if (number <= 0 || number > INT32_MAX || start < 0 || size < 0)
		return false;
	partition->number = (int)number;
	partition->start_bytes = start * 512;
	partition->length_bytes = size * 512;
	snprintf(partition->node, sizeof(partition->node), "/dev/%.64s", name);
	return true;
}

static int change_partition(int fd, int operation, const struct partition *partition)
{
	struct blkpg_partition data = { .pno = partition->number,
					.start = partition->start_bytes,
					.length = partition->length_bytes };
	struct blkpg_ioctl_arg arg = { .op = operation, .datalen = sizeof(data), .data = &data };

	return ioctl(fd, BLKPG, &arg) == 0 ? 0 : -errno;
}

/* Dirty blocks of a partition's own cache would be written back over the stream. */
static void flush_node(const char *node)
{
	CLEANUP_FD int fd = open(node, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

	if (fd >= 0)
		ioctl(fd, BLKFLSBUF, 0);
}

static int remove_partition(struct hold *hold, const struct partition *partition,
			    const struct wipe_env *env, struct wipe_error *err)
{
	int rc;

	if (hold->removed_count == PARTITIONS_MAX)
		return wipe_error_set(err, WIPE_E_REFUSED, 0, _("%s has too many partitions"),
				      hold->node);
	flush_node(partition->node);
	rc = change_partition(hold->fd, BLKPG_DEL_PARTITION, partition);
	for (int i = 0; i < LOOK_TRIES && rc == -EBUSY; i++) {
		env->ops->sleep_ms(env, LOOK_PAUSE_MS);
		rc = change_partition(hold->fd, BLKPG_DEL_PARTITION, partition);
	}
	if (rc == -EBUSY)
		return wipe_error_set(err, WIPE_E_REFUSED, 0,
				      _("%s is open in another program, or something lies over it"),
				      partition->node);
	if (rc && rc != -ENXIO)
		return wipe_error_set(err, WIPE_E_REFUSED, -rc,
				      _("partition %s cannot be taken out of the kernel's table"),
				      partition->node);
	hold->removed[hold->removed_count++] = *partition;
	return 0;
}

static DIR *open_own_folder(const struct hold *hold, char *folder, size_t folder_bytes)
{
	snprintf(folder, folder_bytes, "/sys/dev/block/%u:%u", major(hold->number),
		 minor(hold->number));
	return opendir(folder);
}

static int remove_partitions(struct hold *hold, const struct wipe_env *env, struct wipe_error *err)
{
	char folder[64];
	CLEANUP_DIR DIR *dir = open_own_folder(hold, folder, sizeof(folder));
	const struct dirent *entry;
	int rc = 0;

	if (!dir)
		return wipe_error_set(err, WIPE_E_GONE, errno, "%s", folder);
	while (!rc && (entry = readdir(dir))) {
		struct partition partition;

		if (entry->d_name[0] != '.' && read_partition(folder, entry->d_name, &partition))
			rc = remove_partition(hold, &partition, env, err);
	}
	return rc;
}

/*
 * All were taken out, and nobody may read the table again while the disk is held
 * exclusively. BLKPG needs no such leave: whoever adds one has plans for it, and
 * could write through it and be gone before anyone looks for openers.
 */
static int refuse_partitions(const struct hold *hold, struct wipe_error *err)
{
	char folder[64];
	CLEANUP_DIR DIR *dir = open_own_folder(hold, folder, sizeof(folder));
	const struct dirent *entry;

	if (!dir)
		return wipe_error_set(err, WIPE_E_GONE, errno, "%s", folder);
	while ((entry = readdir(dir))) {
		struct partition partition;

		if (entry->d_name[0] != '.' && read_partition(folder, entry->d_name, &partition))
			return wipe_error_set(err, WIPE_E_REFUSED, 0,
					      _("another program changed the partitions of %s "
						"meanwhile: %s is new"),
					      hold->node, partition.node);
	}
	return 0;
}

static int read_identity(const struct hold *hold, uint64_t *capacity_bytes, uint64_t *diskseq)
{
	*diskseq = 0;
	(void)ioctl(hold->fd, BLKGETDISKSEQ, diskseq);
	return ioctl(hold->fd, BLKGETSIZE64, capacity_bytes) == 0 ? 0 : -errno;
}

static int check_identity(struct hold *hold, const struct wipe_device *dev, struct wipe_error *err)
{
	if (read_identity(hold, &hold->capacity_bytes, &hold->diskseq) != 0)
		return wipe_error_set(err, WIPE_E_GONE, errno, "%s", hold->node);
	/* A sequence number that only one of the two looks had proves nothing either. */
	if (hold->capacity_bytes != dev->capacity_bytes || hold->diskseq != dev->diskseq)
		return wipe_error_set(err, WIPE_E_REFUSED, 0,
				      _("%s is no longer the device that was looked at"),
				      hold->node);
	return 0;
}

int hold_acquire(const struct wipe_device *dev, const struct wipe_env *env, struct hold **hold,
		 struct wipe_error *err)
{
	struct hold *made = calloc(1, sizeof(*made));
	int rc;

	*hold = NULL;
	if (!made)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	made->fd = -1;
	memcpy(made->node, dev->node, sizeof(made->node));
	made->number = makedev(dev->major_no, dev->minor_no);
	if ((rc = open_exclusive(made, env, err)) || (rc = lock_whole(made, env, err)) ||
	    (rc = refuse_read_only(made, err)) || (rc = check_identity(made, dev, err)))
		hold_release(made, true);
	else
		*hold = made;
	return rc;
}

int hold_take_partitions(struct hold *hold, const struct wipe_env *env, struct wipe_error *err)
{
	int rc = remove_partitions(hold, env, err);

	if (rc)
		return rc;
	return ioctl(hold->fd, BLKFLSBUF, 0) == 0 ?
		       0 :
		       wipe_error_set(err, WIPE_E_IO, errno,
				      _("cached blocks of %s cannot be flushed"), hold->node);
}

int hold_fd(const struct hold *hold)
{
	return hold->fd;
}

int hold_recheck(const struct hold *hold, struct wipe_error *err)
{
	uint64_t capacity_bytes, diskseq;
	struct stat st;

	if (read_identity(hold, &capacity_bytes, &diskseq) != 0 || stat(hold->node, &st) != 0 ||
	    !capacity_bytes)
		return wipe_error_set(err, WIPE_E_GONE, 0, _("%s is no longer there"), hold->node);
	if (S_ISBLK(st.st_mode) && st.st_rdev == hold->number && diskseq == hold->diskseq &&
	    capacity_bytes != hold->capacity_bytes)
		return wipe_error_set(err, WIPE_E_REFUSED, 0,
				      _("the size of %s changed: from %llu to %llu bytes"),
				      hold->node, (unsigned long long)hold->capacity_bytes,
				      (unsigned long long)capacity_bytes);
	if (!S_ISBLK(st.st_mode) || st.st_rdev != hold->number || diskseq != hold->diskseq)
		return wipe_error_set(err, WIPE_E_REFUSED, 0,
				      _("%s is no longer the device that was looked at"),
				      hold->node);
	return refuse_partitions(hold, err);
}

void hold_release(struct hold *hold, bool restore_partitions)
{
	if (!hold)
		return;
	for (size_t i = 0; restore_partitions && i < hold->removed_count; i++)
		change_partition(hold->fd, BLKPG_ADD_PARTITION, &hold->removed[i]);
	if (hold->fd >= 0)
		close(hold->fd);
	free(hold);
}
