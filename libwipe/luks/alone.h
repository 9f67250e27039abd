/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Does nothing else lie where a volume does, as far as it can be told without its key? */
#ifndef LUKS_ALONE_H
#define LUKS_ALONE_H

#include <stdbool.h>
#include <stdint.h>

#include <wipe/crypto.h>

/* Of two ranges on a medium. */
bool luks_overlaps(uint64_t a, uint64_t a_bytes, uint64_t b, uint64_t b_bytes);

/*
 * Is everything behind the headers what they encrypt, as far as the medium's own tables and what
 * is recognized on it tell? 0 if all is overwritten anyway. WIPE_E_FORMAT: no. WIPE_E_IO.
 */
int luks_check_alone(const struct wipe_device *dev, struct wipe_io *io,
		     const struct wipe_crypto *crypto, struct wipe_error *err);

/*
 * Nothing that can be recognized may lie where the data of a detached header is said to be:
 * WIPE_E_FORMAT. WIPE_E_IO: not all could be looked at.
 */
int luks_check_data(const struct wipe_device *dev, const struct wipe_volume *volume,
		    struct wipe_error *err);

/* Says that there is something else. WIPE_E_FORMAT. */
int luks_refuse_overlap(const struct wipe_device *dev, struct wipe_error *err);

#endif
