/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which level a key that was removed gives, from what was measured and answered. Pure. */
#include <string.h>

#include <wipe/file.h>

#include "crypt_cipher.h"

static bool is_known_or(const char *cipher, enum fs_cipher_use use, const char *other)
{
	return fs_cipher_is_known(cipher, use) || (other && strcmp(cipher, other) == 0);
}

static bool has_ciphers(const struct wipe_file_key *key, const char *other)
{
	return is_known_or(key->contents, FS_CIPHER_CONTENTS, other) &&
	       is_known_or(key->names, FS_CIPHER_NAMES, other);
}

bool wipe_file_key_has_ciphers(const struct wipe_file_key *key)
{
	return has_ciphers(key, "unknown");
}

static bool are_answered(const enum wipe_answer answers[WIPE_FILE_CONDITIONS])
{
	for (unsigned int i = 0; i < WIPE_FILE_CONDITIONS; i++)
		if (answers[i] != WIPE_ANSWER_YES)
			return false;
	return true;
}

static enum wipe_file_key_lack lack_of(const struct wipe_file_key *key,
				       const enum wipe_answer answers[WIPE_FILE_CONDITIONS],
				       bool is_planned)
{
	if (key->is_skipped)
		return WIPE_FILE_KEY_INTERRUPTED;
	if (!key->is_unused)
		return WIPE_FILE_KEY_IN_USE;
	if (is_planned ? key->is_held : !(key->is_removed && key->after == WIPE_FILE_KEY_ABSENT))
		return WIPE_FILE_KEY_NOT_REMOVED;
	if (key->elsewhere != WIPE_FS_NO)
		return key->elsewhere == WIPE_FS_YES ? WIPE_FILE_KEY_HELD_ELSEWHERE :
						       WIPE_FILE_KEY_ELSEWHERE_UNKNOWN;
	if (key->policy_version != 2)
		return WIPE_FILE_KEY_OLD_POLICY;
	if (!has_ciphers(key, NULL))
		return WIPE_FILE_KEY_WEAK_CIPHER;
	if (key->wrapped != WIPE_FILE_WRAPPED_NONE && key->wrapped != WIPE_FILE_WRAPPED_ERASED)
		return WIPE_FILE_KEY_WRAPPED;
	return are_answered(answers) ? WIPE_FILE_KEY_LACKS_NOTHING : WIPE_FILE_KEY_CONDITIONS;
}

void wipe_file_key_judge(struct wipe_file_key *key,
			 const enum wipe_answer answers[WIPE_FILE_CONDITIONS], bool is_planned)
{
	key->lack = lack_of(key, answers, is_planned);
	key->level = key->lack == WIPE_FILE_KEY_LACKS_NOTHING ? WIPE_FILE_F3 : WIPE_FILE_F0;
}
