/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "target.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <wipe/verify.h>

#include "fd.h"
#include "file_id.h"
#include "hold.h"
#include "text.h"

/* How long others may look at an image that is being erased. */
#define LEASE_TRIES 20
#define LEASE_PAUSE_MS 100

/* Direct I/O on a file follows the sectors of what lies beneath; 4096 fits all. */
#define IMAGE_IO_BLOCK_BYTES 4096

struct wipe_target {
	struct wipe_io *io;
	struct wipe_device device;  /* without contents and uses */
	struct wipe_source *source; /* borrowed; NULL: identity cannot be asked again */
	const struct wipe_env *env; /* borrowed; of targets open for erasing */
	struct hold *hold;	    /* block devices open for erasing */
	bool is_direct, is_leased, is_written, keeps_partitions;
};

static void copy_identity(struct wipe_device *copy, const struct wipe_device *dev)
{
	*copy = *dev;
	copy->contents = NULL;
	copy->uses = NULL;
	copy->content_count = copy->use_count = 0;
	copy->contents_complete = copy->uses_complete = false;
}

static int target_new(const struct wipe_device *dev, struct wipe_target **target,
		      struct wipe_error *err)
{
	*target = calloc(1, sizeof(**target));
	if (!*target)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	copy_identity(&(*target)->device, dev);
	return 0;
}

/* The first use that is found is the refusal; its advice is the message. */
static int refuse_uses(const struct wipe_device *dev, const struct wipe_env *env,
		       struct wipe_error *err)
{
	struct wipe_device now;
	int rc;

	copy_identity(&now, dev);
	rc = wipe_device_settle_uses(&now, env, err);
	if (!rc && now.use_count)
		rc = wipe_error_set(err, WIPE_E_REFUSED, 0, "%s", now.uses[0].advice);
	wipe_device_clear(&now);
	return rc;
}

bool target_same_medium(const struct wipe_device *then, const struct wipe_device *now)
{
	return now->major_no == then->major_no && now->minor_no == then->minor_no &&
	       now->capacity_bytes == then->capacity_bytes && now->diskseq == then->diskseq &&
	       now->is_partition == then->is_partition && strcmp(now->serial, then->serial) == 0 &&
	       strcmp(now->wwn, then->wwn) == 0 && strcmp(now->model, then->model) == 0;
}

static int same_identity(struct wipe_source *source, const struct wipe_device *dev,
			 struct wipe_error *err)
{
	struct wipe_device *now = NULL;
	int rc = wipe_device_identify(source, dev->node, &now, err);
	bool same = !rc && target_same_medium(dev, now);

	wipe_device_free(now);
	if (rc)
		return rc;
	return same ? 0 :
		      wipe_error_set(err, WIPE_E_REFUSED, 0,
				     _("%s is no longer the device that was looked at"), dev->node);
}

/*
 * Whoever agreed to the erasure knew, or could know, what was on it then. Somebody who
 * wrote there meanwhile and was gone again is seen by that only. What cannot be read
 * tells nothing, and does not save a dying drive from being erased.
 */
static int refuse_changed(const struct wipe_device *dev, struct wipe_error *err)
{
	struct wipe_device now;
	bool differs;

	if (!dev->contents_complete)
		return 0;
	copy_identity(&now, dev);
	differs = wipe_device_probe(&now, NULL) == 0 && !wipe_device_same_contents(dev, &now);
	wipe_device_clear(&now);
	return differs ?
		       wipe_error_set(err, WIPE_E_REFUSED, 0,
				      _("somebody wrote to %s after it was looked at: see what is "
					"on it now, and begin anew"),
				      dev->node) :
		       0;
}

static int refuse_partition(const struct wipe_device *dev, struct wipe_error *err)
{
	if (!dev->is_partition)
		return 0;
	return wipe_error_set(err, WIPE_E_REFUSED, 0,
			      _("%s is a partition of %s: only whole devices are erased"),
			      dev->node, dev->whole_node);
}

static int attach_io(struct wipe_target *target, int fd, uint32_t block_bytes, bool writable,
		     struct wipe_error *err)
{
	if (fd < 0)
		return wipe_error_set(err, WIPE_E_SYSTEM, errno, "%s", target->device.node);
	target->io = fd_io_new(fd, block_bytes, writable);
	if (!target->io)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	target->is_direct = fd_io_is_direct(target->io);
	return 0;
}

int wipe_target_open_device(struct wipe_source *source, const struct wipe_device *dev,
			    const struct wipe_env *env, struct wipe_target **target,
			    struct wipe_error *err)
{
	int rc;

	*target = NULL;
	if ((rc = refuse_partition(dev, err)))
		return rc;
	if (geteuid() != 0)
		return wipe_error_set(err, WIPE_E_REFUSED, 0,
				      _("only root sees whether others use %s: run it as root"),
				      dev->node);
	if ((rc = refuse_uses(dev, env, err)) || (rc = target_new(dev, target, err)))
		return rc;
	(*target)->source = source;
	(*target)->env = env;
	rc = hold_acquire(dev, env, &(*target)->hold, err);
	if (!rc)
		rc = refuse_changed(dev, err);
	if (!rc)
		rc = hold_take_partitions((*target)->hold, env, err);
	if (!rc)
		rc = attach_io(*target, fcntl(hold_fd((*target)->hold), F_DUPFD_CLOEXEC, 3),
			       dev->logical_block_bytes, true, err);
	if (!rc && !(*target)->is_direct)
		rc = wipe_error_set(err, WIPE_E_UNSUPPORTED, 0,
				    _("%s cannot be read past the cache (O_DIRECT): nothing could "
				      "be proved"),
				    dev->node);
	/* Whoever came between the first look and the lock is seen now. */
	if (!rc)
		rc = wipe_target_recheck(*target, err);
	if (rc) {
		wipe_target_close(*target, NULL);
		*target = NULL;
	}
	return rc;
}

static int same_file(int fd, const struct wipe_device *dev, struct wipe_error *err)
{
	struct statx opened, named;

	if (statx(fd, "", AT_EMPTY_PATH, FILE_ID_MASK, &opened) == 0 &&
	    statx(AT_FDCWD, dev->node, AT_SYMLINK_NOFOLLOW, FILE_ID_MASK, &named) == 0 &&
	    S_ISREG(opened.stx_mode) && file_id_is(&dev->file, &opened) &&
	    file_id_is(&dev->file, &named) && opened.stx_nlink == 1 &&
	    opened.stx_size == dev->capacity_bytes)
		return 0;
	return wipe_error_set(err, WIPE_E_REFUSED, 0,
			      _("%s is no longer the file that was looked at"), dev->node);
}

/*
 * A write lease is given only while nobody else, the kernel included, has the
 * file open. Its break signal is set to one that does nothing: the lease is
 * asked for again at every recheck, and until then openers wait.
 */
static int take_lease(int fd, const char *path, struct wipe_error *err)
{
	if (fcntl(fd, F_SETSIG, SIGURG) == 0 && fcntl(fd, F_SETLEASE, F_WRLCK) == 0)
		return 0;
	if (errno == EAGAIN || errno == EBUSY)
		return wipe_error_set(err, WIPE_E_REFUSED, 0,
				      _("%s is open elsewhere (a program, a loop device, a mount): "
					"close it first"),
				      path);
	return wipe_error_set(err, WIPE_E_REFUSED, errno,
			      _("it cannot be made sure that nobody else uses %s (write lease)"),
			      path);
}

/*
 * A lease of somebody else makes the open wait, or fail where it must not: that of
 * a killed process lasts until the kernel has ended its transfers.
 */
static int open_image(const char *path, const struct wipe_env *env)
{
	int fd = -1;

	for (int i = 0; i < LEASE_TRIES && fd < 0; i++) {
		if (i)
			env->ops->sleep_ms(env, LEASE_PAUSE_MS);
		fd = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
		if (fd < 0 && errno != EWOULDBLOCK)
			break;
	}
	return fd;
}

int wipe_target_open_image(const struct wipe_device *dev, const struct wipe_env *env,
			   struct wipe_target **target, struct wipe_error *err)
{
	int fd, rc;

	*target = NULL;
	fd = open_image(dev->node, env);
	if (fd < 0)
		return wipe_error_set(err, errno == ENOENT ? WIPE_E_GONE : WIPE_E_REFUSED, errno,
				      _("%s cannot be opened for writing"), dev->node);
	rc = same_file(fd, dev, err);
	/* Before the lease: to look at it takes another descriptor. */
	if (!rc)
		rc = refuse_changed(dev, err);
	if (!rc)
		rc = take_lease(fd, dev->node, err);
	if (!rc)
		rc = target_new(dev, target, err);
	if (rc) {
		close(fd);
		return rc;
	}
	(*target)->is_leased = true;
	(*target)->env = env;
	rc = attach_io(*target, fd, IMAGE_IO_BLOCK_BYTES, true, err);
	if (rc) {
		wipe_target_close(*target, NULL);
		*target = NULL;
	}
	return rc;
}

int wipe_target_open_io(struct wipe_io *io, const struct wipe_device *dev,
			struct wipe_target **target, struct wipe_error *err)
{
	int rc = target_new(dev, target, err);

	if (rc) {
		wipe_io_close(io);
		return rc;
	}
	(*target)->io = io;
	(*target)->is_direct = true;
	return 0;
}

int wipe_target_open_read(const struct wipe_device *dev, struct wipe_target **target,
			  struct wipe_error *err)
{
	bool is_image = dev->kind == WIPE_KIND_IMAGE;
	int rc = target_new(dev, target, err);
	int fd;

	if (rc)
		return rc;
	fd = open(dev->node, O_RDONLY | O_CLOEXEC | O_NONBLOCK | (is_image ? O_NOFOLLOW : 0));
	rc = fd < 0 ? wipe_error_set(err, errno == ENOENT ? WIPE_E_NOTFOUND : WIPE_E_IO, errno,
				     _("%s cannot be read"), dev->node) :
		      attach_io(*target, fd,
				is_image ? IMAGE_IO_BLOCK_BYTES : dev->logical_block_bytes, false,
				err);
	if (rc) {
		wipe_target_close(*target, NULL);
		*target = NULL;
	}
	return rc;
}

static int recheck_image(const struct wipe_target *target, struct wipe_error *err)
{
	int fd = wipe_io_descriptor(target->io);

	/*
	 * Whoever opens the file breaks the lease, and waits until it is given back. It
	 * is had again as soon as nobody has the file open; that they may have written
	 * is for target_was_disturbed() to tell.
	 */
	if (fcntl(fd, F_GETLEASE) != F_WRLCK)
		(void)fcntl(fd, F_SETLEASE, F_UNLCK);
	for (int i = 0; i < LEASE_TRIES && fcntl(fd, F_GETLEASE) != F_WRLCK; i++)
		if (fcntl(fd, F_SETLEASE, F_WRLCK) != 0)
			target->env->ops->sleep_ms(target->env, LEASE_PAUSE_MS);
	if (fcntl(fd, F_GETLEASE) != F_WRLCK)
		return wipe_error_set(err, WIPE_E_REFUSED, 0,
				      _("%s was opened by somebody else meanwhile"),
				      target->device.node);
	return same_file(fd, &target->device, err);
}

int wipe_target_recheck(struct wipe_target *target, struct wipe_error *err)
{
	int rc;

	if (target->is_leased)
		return recheck_image(target, err);
	if (!target->hold)
		return 0;
	if ((rc = hold_recheck(target->hold, err)) ||
	    (rc = same_identity(target->source, &target->device, err)))
		return rc;
	return refuse_uses(&target->device, target->env, err);
}

int wipe_target_close(struct wipe_target *target, struct wipe_error *err)
{
	int rc;

	if (!target)
		return 0;
	rc = wipe_io_close(target->io);
	if (rc)
		rc = wipe_error_set(err, WIPE_E_IO, -rc, _("closing %s failed"),
				    target->device.node);
	hold_release(target->hold, !target->is_written || target->keeps_partitions);
	free(target);
	return rc;
}

struct wipe_io *target_io(struct wipe_target *target)
{
	return target->io;
}

const struct wipe_device *target_device(const struct wipe_target *target)
{
	return &target->device;
}

bool target_is_direct(const struct wipe_target *target)
{
	return target->is_direct;
}

void target_mark_written(struct wipe_target *target)
{
	target->is_written = true;
}

void target_keep_partitions(struct wipe_target *target)
{
	target->keeps_partitions = true;
}

bool target_was_disturbed(struct wipe_target *target)
{
	return target->is_leased && fcntl(wipe_io_descriptor(target->io), F_GETLEASE) != F_WRLCK;
}
