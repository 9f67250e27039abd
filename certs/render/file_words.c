/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Identifiers of records of kind "file" in words. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "file_lines.h"
#include "file_words.h"
#include "text.h"
#include "words.h"

void file_words_count(uint64_t count, char text[FILE_NAME_BYTES])
{
	snprintf(text, FILE_NAME_BYTES,
		 dngettext("massho", "%" PRIu64 " file", "%" PRIu64 " files",
			   count < 1000000 ? (unsigned long)count : 1000000),
		 count);
}

void file_words_bytes(const struct wipecert_files_sums *sums, char text[WORDS_BYTES])
{
	char bytes[WORDS_BYTES];

	words_bytes(sums->bytes, bytes);
	if (sums->bytes < INT64_MAX)
		snprintf(text, WORDS_BYTES, "%s", bytes);
	else
		snprintf(text, WORDS_BYTES, _("%s or more"), bytes);
}

static const struct word levels[] = {
	{ "F0", N_("F0: the names are removed, no more; the contents may still lie there") },
	{ "F1", N_("F1: the blocks of each file were overwritten and read back at their "
		   "addresses") },
	{ "F2", N_("F2: F1, and metadata, journal and free space are wiped, and nothing was found "
		   "by a scan") },
	{ "F3", N_("F3: the key is destroyed, and the data was only ever stored encrypted") },
};

const char *file_words_level(const char *level)
{
	const char *text = WORDS_OF(levels, level);

	return text ? text : level;
}

static const struct word reasons[] = {
	{ "copy-on-write", N_("the file system writes elsewhere and leaves the old blocks") },
	{ "shared", N_("blocks are shared with another file or a snapshot") },
	{ "encoded", N_("the file system compresses or encrypts it") },
	{ "inline-tree", N_("it lies in the file system's tree, which is copied at each change") },
	{ "extents-unknown", N_("the file system does not tell where it lies") },
	{ "in-memory", N_("it lies in memory; what of it was swapped out is unknown") },
	{ "overlay", N_("it lies on an overlay: the file beneath stays") },
	{ "network", N_("another machine or a program keeps it") },
	{ "file-system-unknown", N_("what this file system does with it is not known") },
	{ "beneath-copies", N_("what lies beneath (snapshot, thin volume, cache, image) may keep a "
			       "copy") },
	{ "medium-closed", N_("the medium could not be read back") },
	{ "journal-stays", N_("a copy is in the journal, which could not be wiped") },
	{ "other-device", N_("it lies on a device that was not looked at") },
	{ "key-removed", N_("its key is removed from the kernel, and not known to be destroyed") },
	{ "key-stays", N_("its key was not removed from the kernel") },
};

const char *file_words_reason(const char *reason)
{
	return WORDS_OF(reasons, reason);
}

static const struct word states[] = {
	{ "overwritten", N_("overwritten, but the name is still there") },
	{ "refused", N_("refused by a safety rule, not touched") },
	{ "failed", N_("failed") },
	{ "skipped", N_("left alone: neither a file nor a folder") },
	{ "not-reached", N_("not reached before the end") },
	{ "changed", N_("at the place of a listed file lies another, not touched") },
	{ "missing", N_("listed, and found nowhere") },
	{ "equal", N_("equal to a listed file, and not listed itself: left") },
};

const char *file_words_state(const char *state)
{
	return WORDS_OF(states, state);
}

static const struct word writes[] = {
	{ "in-place", N_("writes in place") },
	{ "in-place-journaled", N_("writes in place, through its journal") },
	{ "copy-on-write", N_("writes elsewhere (copy-on-write)") },
	{ "in-memory", N_("in memory") },
	{ "elsewhere", N_("kept elsewhere") },
};

const char *file_words_writes(const char *term)
{
	const char *text = WORDS_OF(writes, term);

	return text ? text : _("unknown where it writes");
}

static const struct word beneath[] = {
	{ "hdd", N_("magnetic disk") },
	{ "flash", N_("flash") },
	{ "virtual", N_("virtual disk") },
	{ "memory", N_("memory") },
	{ "network", N_("network") },
	{ "crypt", N_("encryption") },
	{ "raid", N_("RAID") },
	{ "lvm", N_("LVM") },
	{ "thin", N_("thin volume") },
	{ "snapshot", N_("snapshot") },
	{ "cache", N_("cache device") },
	{ "loop", N_("image file") },
	{ "copy-on-write", N_("copy-on-write file system") },
	{ "other", N_("something else") },
	{ "unknown", N_("unknown") },
};

const char *file_words_beneath(const char *term)
{
	const char *text = WORDS_OF(beneath, term);

	return text ? text : term;
}

const char *file_words_media(const char *term)
{
	for (unsigned int i = 0; i <= WIPE_MEDIA_VIRTUAL; i++)
		if (strcmp(wipe_media_name((enum wipe_media)i), term) == 0)
			return words_media((enum wipe_media)i);
	return term;
}

const char *file_words_verdict(const struct wipecert_record *record, enum wipe_verdict verdict)
{
	if (strcmp(wipecert_record_outcome(record), WIPECERT_NAMES_ONLY) == 0)
		return _("NAMES REMOVED ONLY");
	if (verdict == WIPE_VERDICT_KEY_DESTROYED)
		return _("FILES REMOVED, KEY DESTROYED");
	return verdict == WIPE_VERDICT_ERASED_VERIFIED ? _("FILES ERASED AND VERIFIED") :
							 words_verdict(verdict);
}
