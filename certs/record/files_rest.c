/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "files_rest.h"

#include <string.h>

#include "get.h"
#include "parsed.h"

const char *const files_rest_parts[FILES_REST_PARTS] = { "inodes", "names", "data", "trees",
							 "journal" };

static bool is(const char *text, const char *word)
{
	return text && strcmp(text, word) == 0;
}

/* Was it to be wiped? The others are only told of. */
static bool is_asked_for(const char *state)
{
	return !is(state, "in-use") && !is(state, "left") && !is(state, "in-memory");
}

bool files_rest_part_was_written(const json_t *space, const char *key)
{
	const char *state = get_text(get_value(get_value(space, "parts"), key), "state");

	return is(state, "wiped") || is(state, "partly");
}

static void read_swap(const json_t *swap, struct files_rest *rest)
{
	const char *state = get_text(swap, "state");

	if (!is_asked_for(state))
		return;
	rest->swaps++;
	rest->swaps_verified += is(state, "verified");
	rest->swap_written_bytes += get_u64(swap, "overwritten_bytes");
	rest->swap_verified_bytes += get_u64(swap, "verified_bytes");
}

void files_rest_read(const json_t *files, struct files_rest *rest)
{
	const json_t *space = get_value(files, "free_space");
	size_t index;
	json_t *swap;

	memset(rest, 0, sizeof(*rest));
	rest->has_space = json_is_object(space);
	rest->space_is_wiped = is(get_text(space, "result"), "wiped");
	rest->space_verified_bytes = rest->has_space ? get_u64(space, "verified_bytes") : 0;
	for (size_t i = 0; i < FILES_REST_PARTS && rest->has_space; i++)
		rest->space_was_written |= files_rest_part_was_written(space, files_rest_parts[i]);
	json_array_foreach(get_value(files, "swap"), index, swap) read_swap(swap, rest);
}

bool files_rest_did(const struct files_rest *rest)
{
	return rest->space_was_written || rest->swap_written_bytes;
}

enum wipe_verdict files_rest_verdict(const struct files_rest *rest, bool has_error,
				     bool interrupted)
{
	bool is_whole = !has_error && rest->swaps == rest->swaps_verified &&
			rest->has_space == rest->space_is_wiped;

	if (is_whole && rest->has_space)
		return WIPE_VERDICT_ERASED_UNVERIFIED;
	if (is_whole && rest->swaps)
		return WIPE_VERDICT_ERASED_VERIFIED;
	if (interrupted)
		return WIPE_VERDICT_INTERRUPTED;
	return files_rest_did(rest) ? WIPE_VERDICT_PARTIAL : WIPE_VERDICT_FAILED;
}

uint32_t files_rest_areas(const struct files_rest *rest, struct wipe_area *areas, uint32_t count)
{
	if (rest->swap_verified_bytes)
		areas[count++] = (struct wipe_area){ WIPE_AREA_SWAP, WIPE_AREA_ERASED_VERIFIED,
						     rest->swap_verified_bytes };
	if (rest->swaps != rest->swaps_verified)
		areas[count++] = (struct wipe_area){ WIPE_AREA_SWAP, WIPE_AREA_UNKNOWN, 0 };
	return count;
}

static void put_parts(struct put *put, const struct wipecert_free_space *space)
{
	struct put parts;

	put_begin(&parts);
	for (size_t i = 0; i < FILES_REST_PARTS; i++) {
		struct put part;

		put_begin(&part);
		put_ascii(&part, "state", wipe_space_state_name(space->parts[i].state));
		put_count(&part, "count", space->parts[i].count);
		put_u64(&part, "bytes", space->parts[i].bytes);
		put_value(&parts, files_rest_parts[i], put_end(&part));
	}
	put_value(put, "parts", put_end(&parts));
}

json_t *files_put_space(const struct wipecert_free_space *space)
{
	json_t *not_reached;
	struct put put;

	if (!space)
		return json_null();
	put_begin(&put);
	put_ascii(&put, "type", space->type);
	put_ascii_or_null(&put, "uuid", space->uuid);
	put_ascii(&put, "result", space->result);
	put_ascii_or_null(&put, "reason", space->reason);
	put_u64(&put, "bytes", space->bytes);
	put_u64(&put, "verified_bytes", space->verified_bytes);
	put_count(&put, "files", space->files);
	put_parts(&put, space);
	not_reached = json_array();
	for (size_t i = 0; i < space->not_reached_count && i < WIPECERT_FILE_UNREACHED_MAX; i++)
		put.failed |= json_array_append_new(not_reached,
						    put_new_ascii(space->not_reached[i])) != 0;
	put_value(&put, "not_reached", not_reached);
	return put_end(&put);
}

static json_t *put_one(const struct wipecert_swap *swap)
{
	struct put put;

	put_begin(&put);
	put_ascii(&put, "state", swap->state);
	put_ascii(&put, "kind", swap->is_file ? "file" : "device");
	put_ascii_or_null(&put, "uuid", swap->uuid);
	put_u64(&put, "bytes", swap->bytes);
	put_u64(&put, "overwritten_bytes", swap->overwritten_bytes);
	put_u64(&put, "verified_bytes", swap->verified_bytes);
	put_ascii_or_null(&put, "reason", swap->reason);
	return put_end(&put);
}

void files_put_swap(struct put *put, const struct wipecert_files_job *job)
{
	json_t *list = json_array();

	for (size_t i = 0; i < job->swap_count && i < WIPECERT_SWAPS_MAX; i++)
		put->failed |= json_array_append_new(list, put_one(&job->swap[i])) != 0;
	put_value(put, "swap", list);
}
