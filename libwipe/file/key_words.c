/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <wipe/file.h>

#include "text.h"

#define N_(message) message

static const char *const statuses[] = {
	[WIPE_FILE_KEY_UNKNOWN] = "unknown",
	[WIPE_FILE_KEY_ABSENT] = "absent",
	[WIPE_FILE_KEY_PRESENT] = "present",
	[WIPE_FILE_KEY_INCOMPLETELY_REMOVED] = "incompletely-removed",
};

static const char *const wrappeds[] = {
	[WIPE_FILE_WRAPPED_NONE] = "none",
	[WIPE_FILE_WRAPPED_ERASED] = "erased",
	[WIPE_FILE_WRAPPED_LEFT] = "left",
	[WIPE_FILE_WRAPPED_UNKNOWN] = "unknown",
};

static const struct {
	const char *name, *text;
} lacks[WIPE_FILE_KEY_LACKS] = {
	[WIPE_FILE_KEY_LACKS_NOTHING] = { "none", "" },
	[WIPE_FILE_KEY_INTERRUPTED] = { "interrupted",
					N_("the work was stopped before that was tried") },
	[WIPE_FILE_KEY_IN_USE] = { "in-use", N_("something that is left uses it") },
	[WIPE_FILE_KEY_NOT_REMOVED] = { "not-removed",
					N_("the kernel still has it, or something that it encrypts "
					   "is, or may be, in use (an open file or folder, a folder that a process "
					   "works in, a mount, an overlay, a loop device)") },
	[WIPE_FILE_KEY_HELD_ELSEWHERE] = { "held-elsewhere",
					   N_("the kernel has it for another file system, too") },
	[WIPE_FILE_KEY_ELSEWHERE_UNKNOWN] = { "elsewhere-unknown",
					      N_("whether the kernel has it for another file system, "
						 "too, is not known: one could not be asked") },
	[WIPE_FILE_KEY_OLD_POLICY] = { "old-policy",
				       N_("with a policy of version 1 nothing shows which key it "
					  "was, nor that no process keeps it") },
	[WIPE_FILE_KEY_WEAK_CIPHER] = { "cipher-does-not-count",
					N_("its cipher is none that is known here") },
	[WIPE_FILE_KEY_WRAPPED] = { "wrapped-key",
				    N_("a wrapped copy of it is on the file system (.fscrypt, or "
				       "attributes of the folder), or may be") },
	[WIPE_FILE_KEY_CONDITIONS] = { "conditions-not-met",
				       N_("not all conditions were answered with yes") },
}, conditions[WIPE_FILE_CONDITIONS] = {
	[WIPE_FILE_ENCRYPTED_FROM_FIRST_DAY] = {
		"encrypted_from_first_day",
		N_("The files were only ever stored encrypted, from the first day on."),
	},
	[WIPE_FILE_NO_ESCROW] = {
		"no_escrow",
		N_("There is no copy of the key, in escrow, in a keyring, in a file or anywhere "
		   "else, or all of them are destroyed."),
	},
	[WIPE_FILE_NO_RECOVERY_KEY] = {
		"no_recovery_key",
		N_("There is no recovery passphrase or key that would give the key again."),
	},
	[WIPE_FILE_NO_PROTECTOR] = {
		"no_protector",
		N_("Every protector of the key (fscrypt: /.fscrypt) is destroyed, and so is every "
		   "earlier version and backup of what holds the key wrapped."),
	},
};

#define NAME_OF(table, value) \
	((size_t)(value) < sizeof(table) / sizeof((table)[0]) ? (table)[value] : "unknown")

const char *wipe_file_key_status_name(enum wipe_file_key_status status)
{
	return NAME_OF(statuses, status);
}

const char *wipe_file_key_wrapped_name(enum wipe_file_key_wrapped wrapped)
{
	return NAME_OF(wrappeds, wrapped);
}

const char *wipe_file_key_lack_name(enum wipe_file_key_lack lack)
{
	return (size_t)lack < WIPE_FILE_KEY_LACKS ? lacks[lack].name : "unknown";
}

const char *wipe_file_key_lack_text(enum wipe_file_key_lack lack)
{
	return (size_t)lack < WIPE_FILE_KEY_LACKS && *lacks[lack].text ? _(lacks[lack].text) : "";
}

const char *wipe_file_condition_name(enum wipe_file_condition condition)
{
	return (size_t)condition < WIPE_FILE_CONDITIONS ? conditions[condition].name : "unknown";
}

const char *wipe_file_condition_text(enum wipe_file_condition condition)
{
	return (size_t)condition < WIPE_FILE_CONDITIONS ? _(conditions[condition].text) : "?";
}
