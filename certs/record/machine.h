/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The machine a record is made on: its label, kernel, time zone and clock. */
#ifndef RECORD_MACHINE_H
#define RECORD_MACHINE_H

#include <wipecert/record.h>

/* Fills host_*, time_zone and clock_source; what is not known is "" or "unknown". */
void machine_describe(struct wipecert_meta *meta);

#endif
