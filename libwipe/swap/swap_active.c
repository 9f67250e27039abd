/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "swap_active.h"

#include <stdio.h>
#include <sys/swap.h>

#include <wipe/space.h>

#define DESCRIPTOR_PATH_BYTES 40

struct search {
	const struct stat *area;
	bool found;
	int priority;
};

static int compare(void *arg, const struct wipe_space_swap *swap)
{
	struct search *search = arg;
	const struct stat *area = search->area;
	struct stat st;

	if (!swap->is_active || stat(swap->path, &st) ||
	    (st.st_mode & S_IFMT) != (area->st_mode & S_IFMT))
		return 0;
	if (S_ISBLK(st.st_mode) ? st.st_rdev != area->st_rdev :
				  st.st_dev != area->st_dev || st.st_ino != area->st_ino)
		return 0;
	search->found = true;
	search->priority = swap->priority;
	return 0;
}

int swap_active_find(const struct stat *area, bool *is_active, int *priority,
		     struct wipe_error *err)
{
	struct search search = { .area = area, .priority = -1 };
	int rc = wipe_space_swaps(compare, &search, err);

	*is_active = search.found;
	*priority = search.priority;
	return rc;
}

static void name_descriptor(int fd, char path[DESCRIPTOR_PATH_BYTES])
{
	snprintf(path, DESCRIPTOR_PATH_BYTES, "/proc/self/fd/%d", fd);
}

int swap_active_off(int anchor)
{
	char path[DESCRIPTOR_PATH_BYTES];

	name_descriptor(anchor, path);
	return swapoff(path);
}

int swap_active_on(int anchor, int priority, int flags)
{
	char path[DESCRIPTOR_PATH_BYTES];

	name_descriptor(anchor, path);
	if (priority >= 0)
		flags |= SWAP_FLAG_PREFER | (priority & SWAP_FLAG_PRIO_MASK);
	return swapon(path, flags);
}
