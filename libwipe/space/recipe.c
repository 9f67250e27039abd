/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "recipe.h"

recipe_fn *recipe_of(enum wipe_fs_kind kind)
{
	switch (kind) {
	case WIPE_FS_EXT2:
	case WIPE_FS_EXT3:
	case WIPE_FS_EXT4:
		return recipe_ext;
	case WIPE_FS_XFS:
		return recipe_xfs;
	case WIPE_FS_BTRFS:
		return recipe_btrfs;
	default:
		return NULL;
	}
}
