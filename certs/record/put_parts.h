/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts of a record as JSON. Each is the caller's; NULL: no memory. */
#ifndef RECORD_PUT_PARTS_H
#define RECORD_PUT_PARTS_H

#include <jansson.h>

#include <wipecert/record.h>

#include "put.h"

json_t *put_medium(const struct wipe_device *dev);
json_t *put_method(enum wipecert_type type, const struct wipe_report *report);
json_t *put_pass(const struct wipe_pass *pass);
/* Of a plan that destroys keys. */
json_t *put_crypto(enum wipecert_type type, const struct wipe_report *report);
json_t *put_execution(enum wipecert_type type, const struct wipe_report *report);
json_t *put_verification(enum wipecert_type type, const struct wipe_report *report);
json_t *put_areas(const struct wipe_report *report);
/* As the C library names it. */
void put_errno(struct put *put, const char *key, int number);
/* "code" and "errno" of an error that is one; its text is not recorded. */
void put_failure(struct put *put, const struct wipe_error *error);

#endif
