/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * ext4 sets blocks aside for a large file that is open for writing. They count as free,
 * and nobody else gets them as long as there are others.
 */
#ifndef SPACE_BALLAST_H
#define SPACE_BALLAST_H

#include "filling.h"

struct ballast {
	struct fill *fill;
	int fd; /* -1: none */
	uint64_t end, bytes;
};

/*
 * Gives back of what was filled what is kept back, and as much again, and has the file system
 * set aside the one, so that it is no longer the others that are kept back. fill->base stays
 * until ballast_note(), which reads back what had to be written for that. ballast_drop() ends
 * it. WIPE_E_CRYPTO; also WIPE_E_INTERRUPTED.
 */
int ballast_make(struct ballast *ballast, struct fill *fill, uint64_t more, struct wipe_error *err);
int ballast_note(struct ballast *ballast, struct wipe_error *err);
void ballast_drop(struct ballast *ballast);

#endif
