/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The job: look, switch off, hold, write, switch on. */
#include <errno.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

#include "cleanup.h"
#include "swap_active.h"
#include "swap_area.h"
#include "swap_discard.h"
#include "swap_place.h"
#include "swap_write.h"
#include "text.h"

static int tell_memory(const char *backing, struct wipe_swap_result *result, struct wipe_error *err)
{
	if (*backing)
		return wipe_error_set(err, WIPE_E_REFUSED, 0,
				      _("it is memory that writes pages to %s: end that first"),
				      backing);
	result->state = WIPE_SWAP_IN_MEMORY;
	return 0;
}

static int look(struct swap_area *area, const struct wipe_swap_job *job,
		struct wipe_swap_result *result, struct wipe_error *err)
{
	char backing[PATH_MAX];
	int rc = swap_area_look(area, job, result, err);

	if (!rc)
		rc = swap_active_find(&area->st, &result->was_active, &result->priority, err);
	result->is_active = result->was_active;
	if (rc)
		return rc;
	if (swap_place_is_memory(area, backing, sizeof(backing)))
		return tell_memory(backing, result, err);
	return area->device ? swap_place_check_uses(area, result->was_active, err) : 0;
}

static int switch_off(const struct swap_area *area, struct wipe_swap_result *result,
		      struct wipe_error *err)
{
	if (!result->was_active)
		return 0;
	if (swap_active_off(area->anchor) == 0) {
		result->is_active = false;
		return 0;
	}
	if (errno == EINTR)
		return wipe_error_set(err, WIPE_E_INTERRUPTED, 0, _("stopped"));
	if (errno == ENOMEM)
		return wipe_error_set(err, WIPE_E_REFUSED, ENOMEM,
				      _("it cannot be switched off: what it holds does not go "
					"into memory; end programs first"));
	return wipe_error_set(err, WIPE_E_REFUSED, errno, _("it cannot be switched off"));
}

/* Said last, and only if nothing else is: that it failed is told by is_active in any case. */
static int switch_on(const struct swap_area *area, int flags, struct wipe_swap_result *result,
		     struct wipe_error *err)
{
	if (!result->was_active || result->is_active)
		return 0;
	if (swap_active_on(area->anchor, result->priority, flags) == 0) {
		result->is_active = true;
		return 0;
	}
	return wipe_error_set(err, WIPE_E_SYSTEM, errno,
			      _("it could not be switched on again: use swapon"));
}

/* Before anything else is written: half of it must never be resumed from. */
static int give_up_image(struct swap_area *area, struct wipe_swap_result *result,
			 struct wipe_error *err)
{
	size_t bytes = area->header.page_bytes;

	if (!area->header.holds_image)
		return 0;
	swap_header_give_up_image(area->page, bytes);
	result->touched = true;
	if (pwrite(area->fd, area->page, bytes, 0) == (ssize_t)bytes && fsync(area->fd) == 0)
		return 0;
	return wipe_error_set(err, WIPE_E_IO, errno,
			      _("its image of hibernation could not be given up"));
}

static int write_held(struct swap_area *area, struct wipe_swap_result *result,
		      struct wipe_error *err)
{
	int rc = swap_area_hold(area, err);

	if (!rc)
		rc = give_up_image(area, result, err);
	if (!rc)
		rc = swap_write(area, result, err);
	swap_area_release(area);
	return rc;
}

static enum wipe_swap_state state_of(const struct wipe_swap_result *result, int rc)
{
	if (rc == WIPE_E_INTERRUPTED || rc == WIPE_E_GONE)
		return WIPE_SWAP_INTERRUPTED;
	if (!result->touched)
		return WIPE_SWAP_REFUSED;
	if (rc || !result->verified_bytes)
		return WIPE_SWAP_FAILED;
	return result->verified_bytes == result->bytes && !result->beyond_bytes ?
		       WIPE_SWAP_VERIFIED :
		       WIPE_SWAP_PARTLY;
}

static int wipe(struct swap_area *area, struct wipe_swap_result *result, struct wipe_error *err)
{
	int flags = swap_discard_flags(&area->st, result), rc, on;

	rc = switch_off(area, result, err);
	if (!rc)
		rc = write_held(area, result, err);
	result->state = state_of(result, rc);
	if (!rc && result->state == WIPE_SWAP_FAILED)
		rc = wipe_error_set(err, WIPE_E_IO, 0, _("none of it could be verified"));
	on = switch_on(area, flags, result, err);
	if (err)
		err->media_touched |= result->touched;
	return rc ? rc : on;
}

int wipe_swap_wipe(const struct wipe_swap_job *job, struct wipe_swap_result *result,
		   struct wipe_error *err)
{
	struct swap_area area;
	int rc;

	memset(result, 0, sizeof(*result));
	result->state = WIPE_SWAP_REFUSED;
	result->priority = -1;
	if (geteuid())
		return wipe_error_set(err, WIPE_E_REFUSED, 0, _("only root can wipe a swap area"));
	rc = look(&area, job, result, err);
	if (!rc && result->state != WIPE_SWAP_IN_MEMORY) {
		if (job->dry_run)
			result->state = WIPE_SWAP_PLANNED;
		else
			rc = wipe(&area, result, err);
	}
	swap_area_close(&area);
	return rc;
}
