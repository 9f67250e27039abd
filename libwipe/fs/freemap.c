/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "freemap.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>

#include "cleanup.h"
#include "text.h"

#define ROOM 4096
#define REPLIES_MAX ((unsigned int)1 << 20)

static int nonsense(struct wipe_error *err)
{
	return wipe_error_set(err, WIPE_E_FORMAT, 0,
			      _("what the file system tells of its free blocks makes no sense"));
}

static int take_one(struct fs_runs *runs, const struct fsmap *found, uint32_t device,
		    struct wipe_error *err)
{
	uint64_t end;

	if (__builtin_add_overflow(found->fmr_physical, found->fmr_length, &end))
		return nonsense(err);
	if (!(found->fmr_flags & FMR_OF_SPECIAL_OWNER) || found->fmr_owner != FMR_OWN_FREE ||
	    found->fmr_device != device)
		return 0;
	return fs_runs_append(runs, found->fmr_physical, end, err);
}

int freemap_take(struct fs_runs *runs, struct fsmap_head *head, uint32_t device, bool *more,
		 struct wipe_error *err)
{
	*more = false;
	if (head->fmh_entries > head->fmh_count)
		return nonsense(err);
	for (uint32_t i = 0; i < head->fmh_entries; i++) {
		int rc = take_one(runs, &head->fmh_recs[i], device, err);

		if (rc)
			return rc;
	}
	if (head->fmh_entries) {
		const struct fsmap *last = &head->fmh_recs[head->fmh_entries - 1];

		*more = !(last->fmr_flags & FMR_OF_LAST);
		head->fmh_keys[0] = *last;
	}
	return 0;
}

/* As new_encode_dev() of the kernel does. */
static uint32_t encoded(const struct wipe_filesystem *fs)
{
	return (fs->minor_no & 0xff) | (fs->major_no << 8) |
	       ((fs->minor_no & ~UINT32_C(0xff)) << 12);
}

static struct fsmap_head *new_head(void)
{
	struct fsmap_head *head = calloc(1, sizeof(*head) + ROOM * sizeof(struct fsmap));

	if (!head)
		return NULL;
	head->fmh_count = ROOM;
	head->fmh_keys[1] = (struct fsmap){ .fmr_device = UINT32_MAX,
					    .fmr_flags = UINT32_MAX,
					    .fmr_physical = UINT64_MAX,
					    .fmr_owner = UINT64_MAX,
					    .fmr_offset = UINT64_MAX };
	return head;
}

static int ask(const struct wipe_filesystem *fs, int fd, struct fsmap_head *head,
	       struct fs_runs *runs, struct wipe_error *err)
{
	bool more = true;
	int rc = 0;

	for (unsigned int i = 0; more && !rc; i++) {
		if (i == REPLIES_MAX)
			return nonsense(err);
		if (ioctl(fd, FS_IOC_GETFSMAP, head))
			return wipe_error_set(err, WIPE_E_UNSUPPORTED, errno,
					      _("the file system does not tell its free blocks"));
		rc = freemap_take(runs, head, encoded(fs), &more, err);
	}
	return rc;
}

int fs_free_runs(const struct wipe_filesystem *fs, int fd, struct fs_runs *runs,
		 struct wipe_error *err)
{
	CLEANUP_FREE struct fsmap_head *head = new_head();
	int rc;

	*runs = (struct fs_runs){ .items = NULL };
	if (!head)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	rc = ask(fs, fd, head, runs, err);
	if (rc)
		fs_runs_clear(runs);
	return rc;
}
