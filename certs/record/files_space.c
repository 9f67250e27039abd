/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From what libwipe tells of wiping free space to what a record says of it. */
#include <string.h>

#include <wipecert/files.h>

static const char *result_of(const struct wipe_space_result *result, int rc)
{
	bool is_whole = !rc && !result->unreached_count, did = false;

	for (size_t i = 0; i < WIPE_SPACE_PARTS; i++) {
		enum wipe_space_state state = result->parts[i].state;

		is_whole &= state == WIPE_SPACE_WIPED || state == WIPE_SPACE_NONE;
		did |= state == WIPE_SPACE_WIPED || state == WIPE_SPACE_PARTLY;
	}
	return is_whole && did ? "wiped" : did ? "partial" : "failed";
}

/* Each reason once, in whichever part it was. */
static size_t reasons_of(const struct wipe_space_result *result, const char **reasons)
{
	size_t count = 0;

	for (size_t i = 0; i < result->unreached_count && i < WIPE_SPACE_UNREACHED_MAX; i++) {
		const char *name = wipe_space_reason_name(result->unreached[i].reason);
		size_t at = 0;

		while (at < count && strcmp(reasons[at], name) != 0)
			at++;
		if (at == count && count < WIPECERT_FILE_UNREACHED_MAX)
			reasons[count++] = name;
	}
	return count;
}

void wipecert_free_space_describe(const struct wipe_space_result *result, int rc,
				  struct wipecert_free_space_described *out)
{
	const struct wipe_space_done *data = &result->parts[WIPE_SPACE_DATA];

	out->space = (struct wipecert_free_space){
		.type = wipe_fs_kind_name(result->kind),
		.parts = result->parts,
		.result = result_of(result, rc),
		.reason = rc ? wipe_code_name(rc) : NULL,
		.bytes = data->bytes,
		.verified_bytes = data->verified_bytes,
		.files = data->count,
		.not_reached = out->not_reached,
		.not_reached_count = reasons_of(result, out->not_reached),
	};
}
