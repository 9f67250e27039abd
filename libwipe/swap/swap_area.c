/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "swap_area.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cleanup.h"
#include "swap_place.h"
#include "text.h"

#define DESCRIPTOR_PATH_BYTES 40
#define LOCK_TRIES 20
#define LOCK_PAUSE_MS 100

static int refuse(struct wipe_error *err, const char *message)
{
	return wipe_error_set(err, WIPE_E_REFUSED, 0, "%s", message);
}

static void name_descriptor(int fd, char path[DESCRIPTOR_PATH_BYTES])
{
	snprintf(path, DESCRIPTOR_PATH_BYTES, "/proc/self/fd/%d", fd);
}

int swap_area_reopen(const struct swap_area *area, int flags)
{
	char path[DESCRIPTOR_PATH_BYTES];

	name_descriptor(area->anchor, path);
	return open(path, flags | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
}

uint64_t swap_area_bytes(const struct swap_area *area)
{
	return (uint64_t)area->header.last_page * area->header.page_bytes;
}

static int open_anchor(struct swap_area *area, struct wipe_error *err)
{
	area->anchor = open(area->job->path, O_PATH | O_CLOEXEC);
	if (area->anchor < 0 || fstat(area->anchor, &area->st))
		return wipe_error_set(err, errno == ENOENT ? WIPE_E_NOTFOUND : WIPE_E_REFUSED,
				      errno, _("it cannot be opened"));
	if (!S_ISBLK(area->st.st_mode) && !S_ISREG(area->st.st_mode))
		return refuse(err, _("it is neither a block device nor a file"));
	return 0;
}

static int take_size(struct swap_area *area, int fd, struct wipe_error *err)
{
	area->size_bytes = (uint64_t)area->st.st_size;
	if (S_ISBLK(area->st.st_mode) && ioctl(fd, BLKGETSIZE64, &area->size_bytes))
		return wipe_error_set(err, WIPE_E_IO, errno, _("its size cannot be found out"));
	return 0;
}

/* What libblkid finds on the very device or file. The caller clears seen. */
static int look_at_contents(int fd, struct wipe_device *seen, struct wipe_error *err)
{
	struct wipe_error why;
	int rc;

	*seen = (struct wipe_device){ .kind = WIPE_KIND_IMAGE, .logical_block_bytes = 512 };
	name_descriptor(fd, seen->node);
	wipe_error_clear(&why);
	rc = wipe_device_probe(seen, &why);
	if (!rc || rc == WIPE_E_NOMEM)
		return rc ? wipe_error_set(err, rc, 0, _("out of memory")) : 0;
	return wipe_error_set(err, WIPE_E_REFUSED, why.sys_errno,
			      _("it cannot be read in all places where something else could show"));
}

/* Its signature, and nothing else. NULL: err tells. */
static const struct wipe_content *only_swap(const struct wipe_device *seen, struct wipe_error *err)
{
	const struct wipe_content *found = NULL;

	for (size_t i = 0; i < seen->content_count; i++) {
		const struct wipe_content *one = &seen->contents[i];

		if (!found && !one->offset_bytes &&
		    (!strcmp(one->type, "swap") || !strcmp(one->type, "swsuspend"))) {
			found = one;
			continue;
		}
		wipe_error_set(err, WIPE_E_REFUSED, 0,
			       _("it is no swap area alone: there is %s on it"), one->type);
		return NULL;
	}
	if (!found)
		refuse(err, _("it is no swap area: there is no signature of one on it"));
	return found;
}

static int read_header(struct swap_area *area, int fd, const struct wipe_content *content,
		       struct wipe_error *err)
{
	uint64_t page_bytes = content->signature_offset_bytes + 10;
	uint64_t end;

	if (page_bytes < SWAP_PAGE_MIN || page_bytes > SWAP_PAGE_MAX ||
	    (page_bytes & (page_bytes - 1)))
		return refuse(err, _("its signature stands where no swap area has it"));
	if (pread(fd, area->page, page_bytes, 0) != (ssize_t)page_bytes)
		return wipe_error_set(err, WIPE_E_IO, errno, _("its header cannot be read"));
	if (!swap_header_parse(area->page, page_bytes, &area->header))
		return refuse(err, _("its header is of a kind that is not known, or an image of "
				     "hibernation stands over it that does not keep it"));
	end = swap_area_bytes(area) + page_bytes;
	return end <= area->size_bytes ? 0 : refuse(err, _("it is shorter than its header says"));
}

static int look_at_signature(struct swap_area *area, int fd, struct wipe_swap_result *result,
			     struct wipe_error *err)
{
	const struct wipe_content *content;
	int rc = look_at_contents(fd, &area->seen, err);

	if (rc)
		return rc;
	content = only_swap(&area->seen, err);
	if (!content)
		return WIPE_E_REFUSED;
	rc = read_header(area, fd, content, err);
	if (rc)
		return rc;
	snprintf(result->uuid, sizeof(result->uuid), "%s", content->uuid);
	snprintf(result->label, sizeof(result->label), "%s", content->label);
	result->had_image = area->header.holds_image;
	result->bytes = swap_area_bytes(area);
	result->bad_bytes = (uint64_t)area->header.bad_count * area->header.page_bytes;
	result->beyond_bytes = area->size_bytes - result->bytes - area->header.page_bytes;
	/* Less than a page was never part of any. */
	if (result->beyond_bytes < area->header.page_bytes)
		result->beyond_bytes = 0;
	return 0;
}

int swap_area_look(struct swap_area *area, const struct wipe_swap_job *job,
		   struct wipe_swap_result *result, struct wipe_error *err)
{
	char path[DESCRIPTOR_PATH_BYTES];
	CLEANUP_FD int fd = -1;
	int rc;

	*area = (struct swap_area){ .job = job, .anchor = -1, .fd = -1 };
	area->env = job->env ? job->env : wipe_env_system();
	area->page = aligned_alloc(SWAP_PAGE_MAX, SWAP_PAGE_MAX);
	if (!area->page)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	rc = open_anchor(area, err);
	if (rc)
		return rc;
	result->is_file = S_ISREG(area->st.st_mode);
	fd = swap_area_reopen(area, O_RDONLY);
	if (fd < 0)
		return wipe_error_set(err, WIPE_E_REFUSED, errno, _("it cannot be read"));
	rc = take_size(area, fd, err);
	if (!rc)
		rc = look_at_signature(area, fd, result, err);
	if (rc)
		return rc;
	if (result->is_file)
		return swap_place_map(area, fd, err);
	name_descriptor(area->anchor, path);
	return wipe_device_identify(job->source, path, &area->device, err);
}

/* Against udev and other tools, which look at what changes for a moment. */
static int lock(const struct swap_area *area, struct wipe_error *err)
{
	for (int i = 0; i < LOCK_TRIES; i++) {
		if (flock(area->fd, LOCK_EX | LOCK_NB) == 0)
			return 0;
		area->env->ops->sleep_ms(area->env, LOCK_PAUSE_MS);
	}
	return refuse(err, _("another program has it locked"));
}

/* Given only while nobody else has the file open; its break signal does nothing. */
static int lease(const struct swap_area *area, struct wipe_error *err)
{
	if (fcntl(area->fd, F_SETSIG, SIGURG) == 0 && fcntl(area->fd, F_SETLEASE, F_WRLCK) == 0)
		return 0;
	return wipe_error_set(err, WIPE_E_REFUSED, errno == EAGAIN ? 0 : errno,
			      _("it is open elsewhere (a program, a loop device, a mount)"));
}

static int open_held(struct swap_area *area, struct wipe_error *err)
{
	bool is_device = S_ISBLK(area->st.st_mode);

	area->fd = swap_area_reopen(area, O_RDWR | O_DIRECT | (is_device ? O_EXCL : 0));
	if (area->fd < 0 && errno == EBUSY)
		return refuse(err, _("something else holds it"));
	if (area->fd < 0)
		return wipe_error_set(err, WIPE_E_REFUSED, errno,
				      _("it cannot be opened for writing"));
	return is_device ? lock(area, err) : lease(area, err);
}

/* Is it, down to the last byte of its header, what was looked at? */
static int compare(struct swap_area *area, struct wipe_error *err)
{
	CLEANUP_FREE unsigned char *page = aligned_alloc(SWAP_PAGE_MAX, SWAP_PAGE_MAX);
	size_t bytes = area->header.page_bytes;
	struct wipe_device now;
	struct stat st;
	bool same;
	int rc;

	if (!page)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	if (fstat(area->fd, &st) || st.st_rdev != area->st.st_rdev ||
	    st.st_dev != area->st.st_dev || st.st_ino != area->st.st_ino)
		return refuse(err, _("it is not what was looked at any more"));
	if (pread(area->fd, page, bytes, 0) != (ssize_t)bytes)
		return wipe_error_set(err, WIPE_E_IO, errno, _("its header cannot be read"));
	if (memcmp(page, area->page, bytes) != 0)
		return refuse(err, _("its header is not what was looked at any more"));
	rc = S_ISBLK(st.st_mode) ? look_at_contents(area->anchor, &now, err) : 0;
	if (rc || !S_ISBLK(st.st_mode))
		return rc;
	same = wipe_device_same_contents(&area->seen, &now);
	wipe_device_clear(&now);
	return same ? 0 : refuse(err, _("there is something else on it than was looked at"));
}

int swap_area_hold(struct swap_area *area, struct wipe_error *err)
{
	int rc = open_held(area, err);

	if (!rc)
		rc = compare(area, err);
	if (!rc && area->device)
		rc = swap_place_check_uses(area, false, err);
	if (rc)
		swap_area_release(area);
	return rc ? rc : swap_area_check_place(area, err);
}

int swap_area_check_place(const struct swap_area *area, struct wipe_error *err)
{
	struct fs_extents now = { .items = NULL };
	bool same;
	int rc;

	if (!area->fs)
		return 0;
	rc = fs_extents_read(area->fs, area->fd, FS_FORK_DATA, &now, err);
	same = !rc && fs_extents_same(&area->extents, &now);
	fs_extents_clear(&now);
	if (rc || same)
		return rc;
	return wipe_error_set(err, WIPE_E_MISMATCH, 0, _("the swap file lies elsewhere by now"));
}

void swap_area_release(struct swap_area *area)
{
	cleanup_fd(&area->fd);
	area->fd = -1;
}

void swap_area_close(struct swap_area *area)
{
	swap_area_release(area);
	cleanup_fd(&area->anchor);
	fs_medium_close(area->medium);
	fs_extents_clear(&area->extents);
	wipe_filesystem_free(area->fs);
	wipe_device_free(area->device);
	wipe_device_clear(&area->seen);
	free(area->page);
}
