/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MASSHO_WIPE_CERT_DEMO_TRUST_H
#define MASSHO_WIPE_CERT_DEMO_TRUST_H

#include <wipe/error.h>
#include <wipecert/record.h>

/*
 * The trust folder of a trial hierarchy that was just made in dir: policy, anchors
 * by role, and a roster that its officer signed. Nothing of it stays on failure.
 */
int demo_trust_create(const char *dir, struct wipecert_meta *meta, struct wipe_error *err);

#endif
