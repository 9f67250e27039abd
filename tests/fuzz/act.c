/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Any bytes as a record in the folder of a case: parsed, read by path, and what the rules
 * ask of it. Whatever is told fits the arrays and ids that it is kept in.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <wipecert/act.h>

#include "arena.h"
#include "told.h"

static void check(int condition)
{
	if (!condition)
		abort();
}

static void check_id(const char *id)
{
	size_t length = strnlen(id, WIPECERT_ID_BYTES);

	check(length == 0 || length == WIPECERT_ID_BYTES - 1);
}

static void check_thing(const struct told_thing *thing)
{
	check(thing->label && thing->description && thing->serial && thing->place);
	check(*thing->label && thing->quantity >= 1 && thing->kind < WIPECERT_KINDS);
	check(thing->media_count <= 32);
	for (size_t i = 0; i < thing->media_count; i++)
		check(*thing->media[i].serial && thing->media[i].erasure == WIPECERT_NO_INDEX);
	check_id(thing->parent);
	check(thing->from_s < thing->until_s || thing->origin == WIPECERT_RECEIVED);
}

static void check_work(const struct told_work *work)
{
	check(work->serial && work->level <= WIPE_LEVEL_PURGE);
	check(work->challenge_bytes <= WIPE_CHALLENGE_MAX_BYTES);
}

static void check_staff(const struct told_staff *staff)
{
	check(staff->count >= 1 && staff->count <= 1000);
	for (size_t i = 0; i < staff->count; i++)
		check(staff->persons[i].from_s < staff->persons[i].until_s);
}

static void check_incident(const struct told_incident *incident)
{
	check_id(incident->about);
	check(incident->is_resolution == (*incident->about != '\0'));
	for (size_t i = 0; i < incident->thing_count; i++)
		check_id(incident->things[i]);
}

static void check_merge(const struct told_merge *merge)
{
	check(merge->count <= 64);
	for (size_t i = 0; i < merge->count; i++)
		check(*merge->included[i].name && merge->included[i].head_count <= 64 &&
		      merge->included[i].records);
}

static void check_part(const struct told_part *part)
{
	check(part->form <= TOLD_AS_MEDIUM && part->quantity >= 1);
}

static void check_close(const struct told_close *close)
{
	check(close->count <= WIPECERT_JSON_MAX_BYTES);
	for (size_t i = 0; i < close->count; i++) {
		check_id(close->items[i].item);
		check(*close->items[i].item);
	}
}

static void check_told(enum wipecert_type type, const union told *told)
{
	switch (type) {
	case WIPECERT_RECEIVE:
	case WIPECERT_PERMIT:
		check_thing(told->thing);
		break;
	case WIPECERT_ATTEMPT:
	case WIPECERT_ERASURE:
		check_work(told->work);
		break;
	case WIPECERT_STAFF:
		check_staff(told->staff);
		break;
	case WIPECERT_INCIDENT:
		check_incident(told->incident);
		break;
	case WIPECERT_MERGE:
		check_merge(told->merge);
		break;
	case WIPECERT_APPROVE:
		check(told->approval->serial && told->approval->kinds < 1u << WIPECERT_KINDS);
		break;
	case WIPECERT_CHALLENGE:
		check(told->challenge->serial && told->challenge->expires_s > 0);
		break;
	case WIPECERT_COPY_OUT:
		check(told->copy->serial && *told->copy->destination);
		break;
	case WIPECERT_EXIT_CHECK:
		check(told->leaving != NULL);
		break;
	case WIPECERT_RETURN:
	case WIPECERT_DISPOSE:
		check_part(told->part);
		break;
	case WIPECERT_CLOSE:
		check_close(told->close);
		break;
	default:
		check(told->any == NULL);
	}
}

/* By paths that are none of this record's, too. */
static void read_anywhere(const struct wipecert_record *record)
{
	static const char *const paths[] = {
		"",
		"thing",
		"thing/media/0/serial",
		"persons/0/role",
		"attachments/0",
		"means/scan_sha256",
		"previous/0/econtent_sha256",
		"case/item/x",
	};
	struct wipecert_place place;
	uint8_t bytes[32];

	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		wipecert_record_text(record, paths[i]);
		wipecert_record_number(record, paths[i]);
		wipecert_record_bytes(record, paths[i]);
		wipecert_record_bool(record, paths[i]);
		wipecert_record_time(record, paths[i]);
		wipecert_record_hex(record, paths[i], bytes, sizeof(bytes));
		check(wipecert_record_count(record, paths[i]) <= WIPECERT_JSON_MAX_BYTES);
	}
	wipecert_record_on_paper(record);
	if (wipecert_record_place(record, &place))
		check_id(place.item);
	else
		check(!wipecert_type_is_act(wipecert_record_type(record)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct wipecert_record *record;
	struct arena arena = { 0 };
	union told told;

	if (wipecert_record_parse(data, size, &record, NULL))
		return 0;
	read_anywhere(record);
	check(told_read(record, &arena, &told, NULL) == 0);
	/* What contradicts itself is parsed; it is invalid, and the rules never see it. */
	if (wipecert_record_held(record, NULL) != WIPECERT_HELD_INCONSISTENT)
		check_told(wipecert_record_type(record), &told);
	arena_clear(&arena);
	wipecert_record_free(record);
	return 0;
}
