/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was done to an item, told from the records that say so. */
#ifndef MASSHO_WIPE_CASE_REPORT_DEEDS_H
#define MASSHO_WIPE_CASE_REPORT_DEEDS_H

#include "report.h"

/* Of all its deeds, separated; what one has nothing of is left out. */
struct report_told {
	struct report_text pieces, day, entered, method, reason, to, by, evidence, records;
	struct report_text record_lines; /* the records, one a line */
	struct report_text compared;	 /* of returns: against what was received */
	struct report_text level;	 /* of the erasures */
	struct report_text places; /* that a copy was erased from, in the order of the erasures */
	struct report_text left;   /* where a copy is still */
	struct report_text paper;  /* all of it, a paragraph each */
};
void report_tell(const struct report_input *input, size_t index, const struct wipecert_item *item,
		 const struct report_deeds *deeds, struct report_told *told);

#endif
