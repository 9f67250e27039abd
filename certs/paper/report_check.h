/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PAPER_REPORT_CHECK_H
#define PAPER_REPORT_CHECK_H

#include <wipepaper/report.h>

/* WIPE_E_USAGE: something is not as wipepaper/report.h wants it; the message names what. */
int report_check(const struct wipepaper_report *report, struct wipe_error *err);

#endif
