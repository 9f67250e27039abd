/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "words.h"

#include <string.h>

#include "text.h"

/* Looks up an enum's value in a table of messages. */
#define WORD(table, value) \
	((size_t)(value) < sizeof(table) / sizeof((table)[0]) ? _((table)[value]) : "")

static const char *const verdicts[] = {
	[WIPE_VERDICT_ERASED_VERIFIED] = N_("ERASED AND VERIFIED"),
	[WIPE_VERDICT_ERASED_SAMPLED] = N_("ERASED, VERIFIED BY SAMPLES"),
	[WIPE_VERDICT_KEY_DESTROYED] = N_("KEYS DESTROYED"),
	[WIPE_VERDICT_KEY_DESTROYED_OPEN] = N_("KEYS DESTROYED, NOT ALL CONDITIONS MET"),
	[WIPE_VERDICT_ERASED_UNVERIFIED] = N_("OVERWRITTEN, NOT VERIFIED"),
	[WIPE_VERDICT_PARTIAL] = N_("PARTIALLY ERASED"),
	[WIPE_VERDICT_FAILED] = N_("FAILED"),
	[WIPE_VERDICT_INTERRUPTED] = N_("INTERRUPTED"),
};

const char *words_verdict(enum wipe_verdict verdict)
{
	return WORD(verdicts, verdict);
}

static const char *const verdict_meanings[] = {
	[WIPE_VERDICT_ERASED_VERIFIED] = N_("Every addressable block was overwritten, read back "
					    "from the medium and found equal."),
	[WIPE_VERDICT_ERASED_SAMPLED] =
		N_("Every addressable block was overwritten. A sample was "
		   "read back from the medium and found equal; the rest was "
		   "not read."),
	[WIPE_VERDICT_KEY_DESTROYED] =
		N_("The keys of the encrypted data were destroyed: the area that held them and all "
		   "that was not encrypted were overwritten, read back from the medium and found "
		   "equal. The encrypted data itself is still there; that nobody can read it rests "
		   "on the conditions that are told below."),
	[WIPE_VERDICT_KEY_DESTROYED_OPEN] =
		N_("The keys of the encrypted data were destroyed: the area that held them and all "
		   "that was not encrypted were overwritten, read back from the medium and found "
		   "equal. The encrypted data itself is still there, and not all that would keep "
		   "others from reading it is known to hold: the erasure is not shown."),
	[WIPE_VERDICT_ERASED_UNVERIFIED] = N_("The blocks were overwritten without an error, but "
					      "nothing was read back from the medium: the erasure "
					      "is not shown."),
	[WIPE_VERDICT_PARTIAL] = N_("Some blocks could not be written or read. Old data may remain "
				    "there."),
	[WIPE_VERDICT_FAILED] = N_("Blocks differ from what was written, or the work broke off. "
				   "Old data may remain."),
	[WIPE_VERDICT_INTERRUPTED] = N_("The work was interrupted before its end. Old data "
					"remains."),
};

const char *words_verdict_meaning(enum wipe_verdict verdict)
{
	return WORD(verdict_meanings, verdict);
}

static const char *const check_meanings[] = {
	[WIPE_VERDICT_ERASED_VERIFIED] = N_("Every addressable block was read from the medium and "
					    "is what the checked record says."),
	[WIPE_VERDICT_ERASED_SAMPLED] = N_("Blocks at random positions were read from the medium; "
					   "each is what the checked record says. The others were "
					   "not read."),
	[WIPE_VERDICT_ERASED_UNVERIFIED] = N_("What was read may have come from the computer's "
					      "memory: nothing is shown."),
	[WIPE_VERDICT_PARTIAL] = N_("Some blocks could not be read."),
	[WIPE_VERDICT_FAILED] = N_("Blocks differ from what the checked record says, or the "
				   "reading broke off."),
	[WIPE_VERDICT_INTERRUPTED] = N_("The reading was interrupted before its end."),
};

const char *words_check_meaning(enum wipe_verdict verdict)
{
	return WORD(check_meanings, verdict);
}

static const char *const authentics[] = {
	[WIPECERT_VALID] = N_("VALID"),
	[WIPECERT_UNDETERMINED] = N_("UNDETERMINED"),
	[WIPECERT_INVALID] = N_("INVALID"),
};

const char *words_authentic(enum wipecert_authentic authentic)
{
	return WORD(authentics, authentic);
}

static const char *const helds[] = {
	[WIPECERT_HELD_YES] = N_("YES"),
	[WIPECERT_HELD_NO] = N_("NO"),
	[WIPECERT_HELD_OPEN] = N_("OPEN: the record only tells that an erasure began"),
	[WIPECERT_HELD_INCONSISTENT] = N_("CONTRADICTORY: nothing can be concluded"),
	[WIPECERT_HELD_NONE] = N_("not told by this record"),
	[WIPECERT_HELD_UNVERIFIED] = N_("NOT PROVED: no reading shows all of it"),
};

const char *words_held(enum wipecert_held held, enum wipe_verdict verdict)
{
	if (held == WIPECERT_HELD_YES && verdict == WIPE_VERDICT_KEY_DESTROYED)
		return _("YES, as long as the conditions hold");
	if (held == WIPECERT_HELD_UNVERIFIED && verdict == WIPE_VERDICT_KEY_DESTROYED_OPEN)
		return _("NOT PROVED: not all conditions are known to hold");
	return WORD(helds, held);
}

static const char *const levels[] = {
	[WIPE_LEVEL_NONE] = N_("none"),
	[WIPE_LEVEL_CLEAR] = N_("Clear"),
	[WIPE_LEVEL_PURGE] = N_("Purge"),
};

const char *words_level(enum wipe_level level)
{
	return WORD(levels, level);
}

const char *words_level_reason(const char *reason)
{
	return wipe_level_reason_text(reason);
}

static const char *const serial_sources[] = {
	[WIPE_SERIAL_NONE] = N_("the medium tells none"),
	[WIPE_SERIAL_SYSFS] = N_("read from the drive through the kernel"),
	[WIPE_SERIAL_VPD] = N_("read from the drive (SCSI VPD page 80h)"),
	[WIPE_SERIAL_UDEV] = N_("as the device manager udev reports it"),
	[WIPE_SERIAL_BRIDGE] = N_("read from a USB bridge: it may not be the drive's own"),
};

const char *words_serial_source(enum wipe_serial_source source)
{
	return WORD(serial_sources, source);
}

static const char *const serial_problems[] = {
	[WIPE_SERIAL_OK] = N_("none"),
	[WIPE_SERIAL_ABSENT] = N_("it has none"),
	[WIPE_SERIAL_NOT_ASCII] = N_("it holds bytes that no serial may hold"),
	[WIPE_SERIAL_TOO_SHORT] = N_("it is too short"),
	[WIPE_SERIAL_REPEATED] = N_("it is one character again and again"),
	[WIPE_SERIAL_KNOWN] = N_("it is known to be given to many drives"),
	[WIPE_SERIAL_SHARED] = N_("another drive of the machine has the same"),
};

const char *words_serial_problem(enum wipe_serial_problem problem)
{
	return WORD(serial_problems, problem);
}

static const char *const media[] = {
	[WIPE_MEDIA_UNKNOWN] = N_("unknown"),	    [WIPE_MEDIA_HDD] = N_("magnetic disk (HDD)"),
	[WIPE_MEDIA_SSD] = N_("solid-state (SSD)"), [WIPE_MEDIA_USB_FLASH] = N_("USB flash memory"),
	[WIPE_MEDIA_SD] = N_("SD memory card"),	    [WIPE_MEDIA_EMMC] = N_("eMMC flash memory"),
	[WIPE_MEDIA_OPTICAL] = N_("optical disc"),  [WIPE_MEDIA_VIRTUAL] = N_("virtual"),
};

const char *words_media(enum wipe_media value)
{
	return WORD(media, value);
}

static const char *const passes[] = {
	[WIPE_PASS_STREAM] = N_("keyed stream, AES-256-CTR"),
	[WIPE_PASS_STREAM_COMPLEMENT] = N_("complement of the stream of the pass before"),
	[WIPE_PASS_FILL] = N_("pattern"),
	[WIPE_PASS_FIRMWARE] = N_("the drive's own erase"),
	[WIPE_PASS_ZEROOUT] = N_("zeros, asked of the drive and not sent to it"),
};

const char *words_pass(enum wipe_pass_kind kind)
{
	return WORD(passes, kind);
}

static const char *const areas[] = {
	[WIPE_AREA_USER_LBA] = N_("addressable blocks"),
	[WIPE_AREA_HIDDEN] = N_("hidden areas (HPA, DCO, AMAX)"),
	[WIPE_AREA_REMAPPED] = N_("remapped and retired blocks"),
	[WIPE_AREA_OVER_PROVISIONED] = N_("spare (over-provisioned) flash"),
	[WIPE_AREA_CACHE] = N_("caches of the drive"),
	[WIPE_AREA_OTHER_NAMESPACES] = N_("other namespaces"),
	[WIPE_AREA_BOOT_PARTITIONS] = N_("boot partitions"),
	[WIPE_AREA_BACKING_STORAGE] = N_("storage beneath the image or virtual device"),
	[WIPE_AREA_FILE_CONTENTS] = N_("contents of the files"),
	[WIPE_AREA_FILE_NAMES] = N_("names, attributes and other metadata of the files"),
	[WIPE_AREA_JOURNAL] = N_("journal of the file system"),
	[WIPE_AREA_FREE_SPACE] = N_("free space (earlier versions of the files)"),
	[WIPE_AREA_SWAP] = N_("swap areas"),
	[WIPE_AREA_OLD_KEYS] = N_("old key slots in blocks that no address leads to"),
};

const char *words_area(enum wipe_area_kind kind)
{
	return WORD(areas, kind);
}

static const char *const area_states[] = {
	[WIPE_AREA_ERASED_VERIFIED] = N_("overwritten, all of it read back"),
	[WIPE_AREA_ERASED_SAMPLED] = N_("overwritten, a sample of it read back"),
	[WIPE_AREA_KEY_DESTROYED] = N_("not overwritten: encrypted, and its keys are destroyed"),
	[WIPE_AREA_CLAIMED_BY_FIRMWARE] = N_("erased as the drive reports; not verified"),
	[WIPE_AREA_NOT_REACHABLE] = N_("cannot be reached by overwriting"),
	[WIPE_AREA_UNKNOWN] = N_("state unknown"),
	[WIPE_AREA_ABSENT] = N_("this medium has none"),
};

const char *words_area_state(enum wipe_area_state state)
{
	return WORD(area_states, state);
}

/* A check has read and not overwritten; what it has not read is as before. */
const char *words_area_read(enum wipe_area_state state)
{
	if (state == WIPE_AREA_ERASED_VERIFIED)
		return _("all of it read and as recorded");
	return state == WIPE_AREA_ERASED_SAMPLED ? _("a sample of it read and as recorded") :
						   words_area_state(state);
}

static const char *const results[] = {
	[WIPE_RESULT_UNKNOWN] = N_("UNKNOWN"),
	[WIPE_RESULT_PASS] = N_("PASS"),
	[WIPE_RESULT_FAIL] = N_("FAIL"),
};

const char *words_result(enum wipe_result result)
{
	return WORD(results, result);
}

static const char *const phases[] = {
	[WIPE_PHASE_PREPARE] = N_("preparing"),	 [WIPE_PHASE_WRITE] = N_("writing"),
	[WIPE_PHASE_FLUSH] = N_("flushing"),	 [WIPE_PHASE_VERIFY] = N_("reading back"),
	[WIPE_PHASE_DONE] = N_("after the end"),
};

const char *words_phase(enum wipe_phase phase)
{
	return WORD(phases, phase);
}

const char *words_clock_source(const char *source)
{
	if (strcmp(source, "synchronised") == 0)
		return _("the kernel says that it is synchronised");
	return strcmp(source, "unsynchronised") == 0 ? _("not synchronised") :
						       _("not known whether synchronised");
}

static const struct {
	const char *flag, *text;
} flags[] = {
	{ "clock-suspect", N_("The clock showed a time before this program was made: the times "
			      "above are wrong.") },
	{ "clock-stepped", N_("The clock was set during the work: only the duration is "
			      "reliable.") },
	{ "signer-not-yet-valid", N_("The signer's certificate was not valid yet when the record "
				     "was made.") },
	{ "signer-expired", N_("The signer's certificate had expired when the record was made.") },
	{ "signing-failed", N_("Signing failed; the record was saved unsigned.") },
};

const char *words_flag(const char *flag)
{
	for (size_t i = 0; i < sizeof(flags) / sizeof(flags[0]); i++)
		if (strcmp(flags[i].flag, flag) == 0)
			return _(flags[i].text);
	return flag;
}

const char *words_reread(enum wipecert_reread reread)
{
	switch (reread) {
	case WIPECERT_REREAD_FULL:
		return _("every block, as the check record tells");
	case WIPECERT_REREAD_SAMPLE:
		return _("samples, as the check record tells");
	default:
		return _("no");
	}
}

const char *words_role(enum wipecert_role role)
{
	switch (role) {
	case WIPECERT_ENGINEER:
		return _("Engineer");
	case WIPECERT_MANAGER:
		return _("Manager");
	case WIPECERT_OFFICER:
		return _("Officer");
	default:
		return "";
	}
}

const char *words_find(const struct word *table, size_t count, const char *term)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(table[i].term, term) == 0)
			return _(table[i].text);
	return NULL;
}
