/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What wipe-case status tells of incidents that are open, and what is next. */
#ifndef MASSHO_WIPE_CASE_STATUS_INCIDENTS_H
#define MASSHO_WIPE_CASE_STATUS_INCIDENTS_H

#include "session.h"

/* Labels of all items that the incident at record is about; as many as there is room for. */
#define STATUS_ITEMS_BYTES 1024
void status_items_of(const struct session *session, size_t record, char items[STATUS_ITEMS_BYTES]);

void status_incidents(const struct session *session);

#endif
