/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What wipe-case status tells of records: those that wait for somebody, and those that an officer rejected. */
#ifndef MASSHO_WIPE_CASE_STATUS_OPEN_H
#define MASSHO_WIPE_CASE_STATUS_OPEN_H

#include "session.h"

void status_open(const struct session *session, int64_t now_s);

#endif
