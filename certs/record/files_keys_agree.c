/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Does what is told of a key agree with what is told of it once more, and of file systems? */
#include <string.h>

#include "files_facts.h"
#include "files_keys.h"
#include "get.h"

#define COUNT(names) (sizeof(names) / sizeof((names)[0]))

static const char *const identity[] = { "policy_version", "identifier" };
static const char *const measures[] = { "before",  "after",	"unused",
					"removed", "elsewhere", "wrapped" };
static const char *const ciphers[] = { "contents", "names" };

static bool share(const json_t *a, const json_t *b, const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (!json_equal(get_value(a, names[i]), get_value(b, names[i])))
			return false;
	return true;
}

bool files_key_is_interrupted(const json_t *key)
{
	const char *lacks = get_text(key, "lacks");

	return lacks && strcmp(lacks, wipe_file_key_lack_name(WIPE_FILE_KEY_INTERRUPTED)) == 0;
}

static bool is_measured_alike(const json_t *a, const json_t *b)
{
	return share(a, b, measures, COUNT(measures)) &&
	       files_key_is_interrupted(a) == files_key_is_interrupted(b);
}

/* Of two that are not known, nobody can tell that they are one. */
static bool has_same_ciphers(const json_t *a, const json_t *b)
{
	for (size_t i = 0; i < COUNT(ciphers); i++)
		if (strcmp(get_text(a, ciphers[i]), "unknown") == 0)
			return false;
	return share(a, b, ciphers, COUNT(ciphers));
}

/* One that is not elsewhere is gone from all other file systems that are told of. */
static bool allows(const json_t *key, const json_t *elsewhere)
{
	return !json_is_false(get_value(key, "elsewhere")) ||
	       strcmp(get_text(elsewhere, "after"),
		      wipe_file_key_status_name(WIPE_FILE_KEY_ABSENT)) == 0;
}

/* places: file systems on which a can be. */
static bool agree(const json_t *a, const json_t *b, size_t places)
{
	if (!share(a, b, identity, COUNT(identity)))
		return true;
	if (json_equal(get_value(a, "file_system"), get_value(b, "file_system"))) {
		if (places == 1)
			return is_measured_alike(a, b) && !has_same_ciphers(a, b);
		if (is_measured_alike(a, b))
			return true; /* it may be the same */
	}
	return allows(a, b) && allows(b, a);
}

/* Copies of one file system have the same UUID, and several may have none. */
static size_t count_places(const json_t *key, const json_t *file_systems)
{
	size_t index, count = 0;
	json_t *one;

	json_array_foreach(file_systems, index, one)
		count += files_kind_is_ext(one) &&
			 json_equal(get_value(one, "uuid"), get_value(key, "file_system"));
	return count;
}

bool files_keys_agree(const json_t *list, const json_t *file_systems)
{
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *key = json_array_get(list, i);
		size_t places = count_places(key, file_systems);

		if (!places)
			return false;
		for (size_t k = 0; k < i; k++)
			if (!agree(key, json_array_get(list, k), places))
				return false;
	}
	return true;
}
