/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "file_id.h"

struct wipe_file_id file_id_of(const struct statx *stx)
{
	struct wipe_file_id id = { .major_no = stx->stx_dev_major,
				   .minor_no = stx->stx_dev_minor,
				   .inode = stx->stx_ino };

	if (stx->stx_mask & STATX_BTIME) {
		id.birth_s = stx->stx_btime.tv_sec;
		id.birth_ns = stx->stx_btime.tv_nsec;
	}
	return id;
}

bool file_id_is(const struct wipe_file_id *id, const struct statx *stx)
{
	struct wipe_file_id other = file_id_of(stx);

	return id->major_no == other.major_no && id->minor_no == other.minor_no &&
	       id->inode == other.inode && id->birth_s == other.birth_s &&
	       id->birth_ns == other.birth_ns;
}
