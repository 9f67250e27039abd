/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Levels, and why no more is claimed, for people. */
#include <string.h>

#include <wipe/plan.h>

#include "text.h"

#define N_(message) message /* translated where it is shown */

const char *wipe_level_text(enum wipe_level level)
{
	static const char *const texts[] = {
		[WIPE_LEVEL_NONE] = N_("none"),
		[WIPE_LEVEL_CLEAR] = N_("Clear"),
		[WIPE_LEVEL_PURGE] = N_("Purge"),
	};

	return (size_t)level < sizeof(texts) / sizeof(texts[0]) ? _(texts[level]) : "?";
}

static const struct {
	const char *reason, *text;
} level_reasons[] = {
	{ "host-overwrite", N_("Overwriting from the host reaches at most Clear.") },
	{ "host-overwrite-with-complement",
	  N_("Overwriting with a pattern and its complement reaches at most Clear.") },
	{ "backing-storage-unknown",
	  N_("What holds the bits beneath an image or virtual device is not known.") },
	{ "flash-needs-complement", N_("Removable flash needs a pattern and its complement.") },
	{ "media-unknown-needs-complement",
	  N_("A medium of unknown kind needs a pattern and its complement, like removable "
	     "flash.") },
	{ "zeros-by-the-drive",
	  N_("The drive may make up the zeros when it is read, so nothing is claimed.") },
	{ "key-destroyed",
	  N_("The keys are destroyed and all that was not encrypted is overwritten, which reaches "
	     "at most Clear, as long as the conditions hold.") },
	{ "header-in-a-file",
	  N_("The header was a file: what else its file system keeps of it is not known.") },
	{ "header-elsewhere",
	  N_("Nothing shows that the header, which lay elsewhere, is that of this data.") },
	{ "only-a-partition",
	  N_("Only a partition is erased, so nothing is claimed of the medium.") },
	{ "cipher-does-not-count",
	  N_("What is stored is not known to be encrypted by software with at least 128 bits.") },
	{ "header-copy-seen",
	  N_("Another device here has the same UUID: perhaps a copy of the header.") },
	{ "conditions-not-met",
	  N_("Not every condition that a destroyed key rests on was answered with yes.") },
	{ "not-verified", N_("Nothing was verified, so nothing is claimed.") },
	{ "verdict-partial", N_("Some blocks could not be written or read.") },
	{ "verdict-failed", N_("The erasure failed.") },
	{ "verdict-interrupted", N_("The erasure was interrupted.") },
};

const char *wipe_level_reason_text(const char *reason)
{
	for (size_t i = 0; reason && i < sizeof(level_reasons) / sizeof(level_reasons[0]); i++)
		if (strcmp(level_reasons[i].reason, reason) == 0)
			return _(level_reasons[i].text);
	return "";
}
