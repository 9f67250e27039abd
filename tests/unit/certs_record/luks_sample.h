/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Media with encrypted volumes, and jobs that destroyed their keys: made by hand, for the
 * headers of real ones are never the same twice.
 */
#ifndef CERTS_RECORD_LUKS_SAMPLE_H
#define CERTS_RECORD_LUKS_SAMPLE_H

#include <wipe/report.h>

/* Each fills what wipe_crypto_find() and whoever is asked would, for the device beside it. */
extern const struct wipe_device luks_disk, luks_ssd;
void luks_sample_whole(struct wipe_crypto *crypto);	/* two partitions, all conditions met */
void luks_sample_open(struct wipe_crypto *crypto);	/* nobody was asked */
void luks_sample_partition(struct wipe_crypto *crypto); /* the first of them alone */
void luks_sample_detached(struct wipe_crypto *crypto);	/* its header is on a stick */
void luks_sample_copied(struct wipe_crypto *crypto);	/* one UUID was seen elsewhere */
void luks_sample_overwrite(struct wipe_crypto *crypto); /* and all is overwritten after that */
void luks_sample_overwrite_detached(struct wipe_crypto *crypto); /* but for the header's stick */

/* What a job measures if something goes wrong, after keys_measured(). */
void luks_sample_unreadable(struct wipe_report *report);
void luks_sample_differing(struct wipe_report *report);
void luks_sample_interrupted(struct wipe_report *report); /* when the keys were gone */

#endif
