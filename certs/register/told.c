/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "told.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hex.h"
#include "text.h"

#define DAY_S (INT64_C(24) * 60 * 60)
#define PATH_BYTES 64
#define DEEPER_BYTES (PATH_BYTES + 40) /* of a path below one */

struct reader {
	const struct wipecert_record *record;
	struct arena *arena;
	bool failed; /* no memory */
};

static const char *text_at(struct reader *reader, const char *path)
{
	const char *text = arena_text(reader->arena, wipecert_record_text(reader->record, path));

	reader->failed |= !text;
	return text ? text : "";
}

static void *take(struct reader *reader, size_t bytes)
{
	void *taken = arena_take(reader->arena, bytes);

	reader->failed |= !taken;
	return taken;
}

static void id_at(const struct reader *reader, const char *path, char id[WIPECERT_ID_BYTES])
{
	const char *text = wipecert_record_text(reader->record, path);

	snprintf(id, WIPECERT_ID_BYTES, "%s", text ? text : "");
}

/* The begin of a day in Japan; false: none is told. */
static bool day_at(const struct reader *reader, const char *path, int64_t *day_s)
{
	const char *text = wipecert_record_text(reader->record, path);

	if (!text || !wipecert_date_parse(text, day_s))
		return false;
	*day_s -= WIPECERT_CASE_ZONE_S;
	return true;
}

/* The end of that day, or none. */
static int64_t end_at(const struct reader *reader, const char *path)
{
	int64_t day_s;

	return day_at(reader, path, &day_s) ? day_s + DAY_S : TOLD_NO_END;
}

static bool says(const struct reader *reader, const char *path, const char *word)
{
	const char *text = wipecert_record_text(reader->record, path);

	return text && strcmp(text, word) == 0;
}

static unsigned int index_of(const struct reader *reader, const char *path, unsigned int count,
			     const char *(*name)(unsigned int value))
{
	for (unsigned int i = 0; i < count; i++)
		if (says(reader, path, name(i)))
			return i;
	return 0;
}

static const char *kind_name(unsigned int kind)
{
	return wipecert_kind_name((enum wipecert_item_kind)kind);
}

static const char *level_name(unsigned int level)
{
	return wipe_level_name((enum wipe_level)level);
}

static void read_media(struct reader *reader, struct told_thing *thing)
{
	size_t count = wipecert_record_count(reader->record, "thing/media");

	thing->media = take(reader, (count ? count : 1) * sizeof(*thing->media));
	for (size_t i = 0; thing->media && i < count; i++) {
		struct wipecert_medium *medium = &thing->media[i];
		char path[PATH_BYTES];

		snprintf(path, sizeof(path), "thing/media/%zu/maker", i);
		medium->maker = text_at(reader, path);
		snprintf(path, sizeof(path), "thing/media/%zu/model", i);
		medium->model = text_at(reader, path);
		snprintf(path, sizeof(path), "thing/media/%zu/serial", i);
		medium->serial = text_at(reader, path);
		medium->erasure = WIPECERT_NO_INDEX;
		thing->media_count++;
	}
}

static void read_thing(struct reader *reader, union told *told)
{
	struct told_thing *thing = told->thing = take(reader, sizeof(*thing));

	if (!thing)
		return;
	thing->label = text_at(reader, "thing/label");
	thing->description = text_at(reader, "thing/description");
	thing->classification = text_at(reader, "thing/classification");
	thing->maker = text_at(reader, "thing/maker");
	thing->model = text_at(reader, "thing/model");
	thing->serial = text_at(reader, "thing/serial");
	thing->place = text_at(reader, "place");
	thing->kind =
		(enum wipecert_item_kind)index_of(reader, "thing/kind", WIPECERT_KINDS, kind_name);
	thing->quantity = (uint32_t)wipecert_record_number(reader->record, "thing/quantity");
	read_media(reader, thing);
}

static bool is_listed(const struct reader *reader)
{
	return wipecert_record_number(reader->record, "manifest/files") > 0;
}

static void read_receipt(struct reader *reader, union told *told)
{
	read_thing(reader, told);
	if (!told->thing)
		return;
	told->thing->origin = WIPECERT_RECEIVED;
	told->thing->must_return = says(reader, "due", "return");
	told->thing->due_s = end_at(reader, "due_on");
	told->thing->has_due = told->thing->due_s != TOLD_NO_END;
	told->thing->is_listed = is_listed(reader);
}

static void read_permit(struct reader *reader, union told *told)
{
	struct told_thing *thing;

	read_thing(reader, told);
	thing = told->thing;
	if (!thing)
		return;
	thing->origin = says(reader, "purpose", "bring-in")    ? WIPECERT_BROUGHT_IN :
			says(reader, "purpose", "copy-inside") ? WIPECERT_COPIED_INSIDE :
								 WIPECERT_COPIED_OUTSIDE;
	id_at(reader, "parent", thing->parent);
	if (!day_at(reader, "from", &thing->from_s))
		thing->from_s = 0;
	thing->until_s = thing->due_s = end_at(reader, "until");
	thing->has_due = thing->until_s != TOLD_NO_END;
}

static void read_approval(struct reader *reader, union told *told)
{
	struct told_approval *approval = told->approval = take(reader, sizeof(*approval));
	size_t count = wipecert_record_count(reader->record, "kinds");
	char path[PATH_BYTES];

	if (!approval)
		return;
	approval->subject = says(reader, "subject", "method") ? TOLD_METHOD :
			    says(reader, "subject", "change") ? TOLD_CHANGE :
								TOLD_INSTRUCTION;
	for (size_t i = 0; i < count; i++) {
		snprintf(path, sizeof(path), "kinds/%zu", i);
		approval->kinds |= 1u << index_of(reader, path, WIPECERT_KINDS, kind_name);
	}
	approval->has_level = wipecert_record_text(reader->record, "level") != NULL;
	approval->level =
		(enum wipe_level)index_of(reader, "level", WIPE_LEVEL_PURGE + 1, level_name);
	approval->serial = text_at(reader, "serial");
}

static void read_person(struct reader *reader, size_t index, struct told_person *person)
{
	char path[PATH_BYTES];

	snprintf(path, sizeof(path), "persons/%zu/certificate_sha256", index);
	person->has_certificate =
		wipecert_record_hex(reader->record, path, person->certificate_sha256, 32);
	snprintf(path, sizeof(path), "persons/%zu/role", index);
	person->role = says(reader, path, "engineer") ? 1u << WIPECERT_ENGINEER :
		       says(reader, path, "manager")  ? 1u << WIPECERT_MANAGER :
							0;
	snprintf(path, sizeof(path), "persons/%zu/from", index);
	if (!day_at(reader, path, &person->from_s))
		person->from_s = 0;
	snprintf(path, sizeof(path), "persons/%zu/until", index);
	person->until_s = end_at(reader, path);
}

static void read_staff(struct reader *reader, union told *told)
{
	struct told_staff *staff = told->staff = take(reader, sizeof(*staff));
	size_t count = wipecert_record_count(reader->record, "persons");

	if (!staff)
		return;
	staff->persons = take(reader, (count ? count : 1) * sizeof(*staff->persons));
	for (; staff->persons && staff->count < count; staff->count++)
		read_person(reader, staff->count, &staff->persons[staff->count]);
}

static void read_challenge(struct reader *reader, union told *told)
{
	struct told_challenge *challenge = told->challenge = take(reader, sizeof(*challenge));

	if (!challenge)
		return;
	wipecert_record_hex(reader->record, "challenge", challenge->bytes,
			    sizeof(challenge->bytes));
	challenge->expires_s = wipecert_record_time(reader->record, "expires_at");
	challenge->serial = text_at(reader, "serial");
}

static void read_copy(struct reader *reader, union told *told)
{
	struct told_copy *copy = told->copy = take(reader, sizeof(*copy));

	if (!copy)
		return;
	copy->serial = text_at(reader, "serial");
	copy->destination = text_at(reader, "destination");
	copy->is_begun = says(reader, "result", "begun");
	id_at(reader, "begun", copy->begun);
	copy->is_listed = is_listed(reader);
	copy->first_s = wipecert_record_time(reader->record, "started_at");
	copy->last_s = wipecert_record_time(
		reader->record,
		wipecert_record_text(reader->record, "ended_at") ? "ended_at" : "started_at");
}

static void read_part(struct reader *reader, union told *told)
{
	const struct wipecert_record *record = reader->record;

	told->part = take(reader, sizeof(*told->part));
	if (!told->part)
		return;
	told->part->quantity = (uint32_t)wipecert_record_number(record, "quantity");
	told->part->form = says(reader, "form", "medium") ? TOLD_AS_MEDIUM :
			   says(reader, "form", "paper")  ? TOLD_AS_PAPER :
							    TOLD_AS_FILES;
	told->part->differs = wipecert_record_number(record, "compared/changed") ||
			      wipecert_record_number(record, "compared/missing") ||
			      wipecert_record_number(record, "compared/additional");
}

static const char *outcome_name(unsigned int outcome)
{
	return wipecert_outcome_name((enum wipecert_outcome)outcome);
}

static void read_close(struct reader *reader, union told *told)
{
	struct told_close *close = told->close = take(reader, sizeof(*close));
	size_t count = wipecert_record_count(reader->record, "items");

	if (!close)
		return;
	close->items = take(reader, (count ? count : 1) * sizeof(*close->items));
	for (; close->items && close->count < count; close->count++) {
		struct told_ended *ended = &close->items[close->count];
		char path[PATH_BYTES];

		snprintf(path, sizeof(path), "items/%zu/item", close->count);
		id_at(reader, path, ended->item);
		snprintf(path, sizeof(path), "items/%zu/outcome", close->count);
		ended->outcome = (enum wipecert_outcome)index_of(
			reader, path, WIPECERT_OUTCOME_WITHDRAWN + 1, outcome_name);
	}
}

/* The challenge of the last pass, which is what a reader finds on the medium. */
static void read_answer(struct reader *reader, struct told_work *work)
{
	size_t passes = wipecert_record_count(reader->record, "method/passes");
	char path[PATH_BYTES];
	const char *text;
	size_t bytes;

	snprintf(path, sizeof(path), "method/passes/%zu/challenge", passes ? passes - 1 : 0);
	text = wipecert_record_text(reader->record, path);
	bytes = text ? strlen(text) / 2 : 0;
	if (bytes <= sizeof(work->challenge) && text && hex_decode(text, work->challenge, bytes))
		work->challenge_bytes = bytes;
}

static void read_resumes(struct reader *reader, struct told_work *work)
{
	size_t count = wipecert_record_resumes(reader->record, NULL, 0);

	work->resumes = count ? take(reader, count * sizeof(*work->resumes)) : NULL;
	if (work->resumes)
		work->resume_count = wipecert_record_resumes(reader->record, work->resumes, count);
}

static void read_copied(struct reader *reader, struct told_work *work)
{
	struct wipecert_files_stated stated;
	struct wipecert_files_copied *copied;

	if (!wipecert_record_files(reader->record, &stated) || !stated.has_copied)
		return;
	work->is_whole = wipecert_files_copied_is_whole(&stated);
	work->copied = copied = take(reader, sizeof(*copied));
	if (copied)
		*copied = stated.copied;
}

/* 0 if there is none. */
static uint64_t u64_at(const struct reader *reader, const char *path)
{
	const char *text = wipecert_record_text(reader->record, path);

	return text ? strtoull(text, NULL, 10) : 0;
}

static void read_work(struct reader *reader, union told *told)
{
	struct told_work *work = told->work = take(reader, sizeof(*work));

	if (!work)
		return;
	work->is_files = says(reader, "kind", "file");
	work->is_rest = work->is_files && !wipecert_record_number(reader->record, "files/count") &&
			!wipecert_record_number(reader->record, "files/folders") &&
			!wipecert_record_number(reader->record, "files/others") &&
			!wipecert_record_text(reader->record, "files/manifest/sha256");
	work->beneath = work->is_files ? text_at(reader, "medium/serial") : "";
	work->serial = work->is_files ? "" : text_at(reader, "medium/serial");
	work->is_interrupted = says(reader, "verdict", "interrupted");
	work->level = (enum wipe_level)index_of(reader, "method/level_achieved",
						WIPE_LEVEL_PURGE + 1, level_name);
	work->started_s = wipecert_record_time(reader->record, "execution/started_at");
	work->is_part = wipecert_record_number(reader->record, "method/crypto/scope/partition") !=
			0;
	work->part_bytes = u64_at(reader, "method/crypto/scope/offset_bytes");
	read_answer(reader, work);
	read_copied(reader, work);
	work->has_closes = wipecert_record_closes(reader->record, &work->closes);
	read_resumes(reader, work);
}

static void read_incident(struct reader *reader, union told *told)
{
	struct told_incident *incident = told->incident = take(reader, sizeof(*incident));
	size_t count = wipecert_record_count(reader->record, "things");

	if (!incident)
		return;
	incident->is_resolution = says(reader, "stage", "resolved");
	incident->missing = wipecert_record_bool(reader->record, "missing");
	id_at(reader, "about", incident->about);
	incident->things = take(reader, (count ? count : 1) * sizeof(*incident->things));
	for (; incident->things && incident->thing_count < count; incident->thing_count++) {
		char path[PATH_BYTES];

		snprintf(path, sizeof(path), "things/%zu", incident->thing_count);
		id_at(reader, path, incident->things[incident->thing_count]);
	}
}

static void read_heads(struct reader *reader, const char *path, struct told_include *include)
{
	size_t count = wipecert_record_count(reader->record, path);

	include->heads = take(reader, (count ? count : 1) * sizeof(*include->heads));
	for (; include->heads && include->head_count < count; include->head_count++) {
		struct wipecert_link *link = &include->heads[include->head_count];
		char at[DEEPER_BYTES];

		snprintf(at, sizeof(at), "%s/%zu/econtent_sha256", path, include->head_count);
		wipecert_record_hex(reader->record, at, link->econtent_sha256, 32);
		snprintf(at, sizeof(at), "%s/%zu/signature_sha256", path, include->head_count);
		link->is_signed =
			wipecert_record_hex(reader->record, at, link->signature_sha256, 32);
	}
}

static void read_merge(struct reader *reader, union told *told)
{
	struct told_merge *merge = told->merge = take(reader, sizeof(*merge));
	size_t count = wipecert_record_count(reader->record, "included");

	if (!merge)
		return;
	merge->included = take(reader, (count ? count : 1) * sizeof(*merge->included));
	for (; merge->included && merge->count < count; merge->count++) {
		struct told_include *include = &merge->included[merge->count];
		char path[PATH_BYTES];

		snprintf(path, sizeof(path), "included/%zu/name", merge->count);
		include->name = text_at(reader, path);
		snprintf(path, sizeof(path), "included/%zu/init_sha256", merge->count);
		wipecert_record_hex(reader->record, path, include->init_sha256, 32);
		snprintf(path, sizeof(path), "included/%zu/records", merge->count);
		include->records = wipecert_record_number(reader->record, path);
		snprintf(path, sizeof(path), "included/%zu/heads", merge->count);
		read_heads(reader, path, include);
	}
}

static void read_leaving(struct reader *reader, union told *told)
{
	told->leaving = take(reader, sizeof(*told->leaving));
	if (told->leaving)
		told->leaving->nothing_copied = says(reader, "result", "nothing-copied");
}

static void (*const readers[WIPECERT_TYPES])(struct reader *reader, union told *told) = {
	[WIPECERT_ATTEMPT] = read_work,	       [WIPECERT_ERASURE] = read_work,
	[WIPECERT_APPROVE] = read_approval,    [WIPECERT_STAFF] = read_staff,
	[WIPECERT_RECEIVE] = read_receipt,     [WIPECERT_PERMIT] = read_permit,
	[WIPECERT_CHALLENGE] = read_challenge, [WIPECERT_COPY_OUT] = read_copy,
	[WIPECERT_INCIDENT] = read_incident,   [WIPECERT_MERGE] = read_merge,
	[WIPECERT_EXIT_CHECK] = read_leaving,  [WIPECERT_RETURN] = read_part,
	[WIPECERT_DISPOSE] = read_part,	       [WIPECERT_CLOSE] = read_close,
};

bool told_stated_day(const struct wipecert_record *record, int64_t *day_s)
{
	static const char *const paths[WIPECERT_TYPES] = {
		[WIPECERT_APPROVE] = "date",	   [WIPECERT_RECEIVE] = "received_on",
		[WIPECERT_PERMIT] = "date",	   [WIPECERT_EXIT_CHECK] = "left_on",
		[WIPECERT_RETURN] = "returned_on", [WIPECERT_DISPOSE] = "disposed_on",
		[WIPECERT_ATTEST] = "done_on",	   [WIPECERT_INCIDENT] = "noticed_on",
		[WIPECERT_CLOSE] = "closed_on",
	};
	const struct reader reader = { .record = record };
	const char *path = paths[wipecert_record_type(record)];

	return path && day_at(&reader, path, day_s);
}

int told_read(const struct wipecert_record *record, struct arena *arena, union told *told,
	      struct wipe_error *err)
{
	struct reader reader = { .record = record, .arena = arena };
	enum wipecert_type type = wipecert_record_type(record);

	told->any = NULL;
	if (readers[type])
		readers[type](&reader, told);
	if (!reader.failed)
		return 0;
	return wipe_error_set(err, WIPE_E_NOMEM, 0, "%s", _("out of memory"));
}
