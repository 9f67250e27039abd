/* SPDX-License-Identifier: GPL-3.0-or-later */
/* No record is lost: of any report one can be made, and it is consistent with itself. */
#ifndef HELD_RECORD_H
#define HELD_RECORD_H

#include <wipe/report.h>
#include <wipecert/record.h>

/* Fails the test, and says what was being done, if there is no such record. Never INCONSISTENT. */
enum wipecert_held held_record(const struct wipe_report *report, const char *what);

#endif
