/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MASSHO_WIPE_CASE_REPORT_COPYINGS_H
#define MASSHO_WIPE_CASE_REPORT_COPYINGS_H

#include "report.h"

/* Each copying under a permit, and when what it left was erased. */
void report_copyings(const struct report_input *input, struct document *document);

#endif
