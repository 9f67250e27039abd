/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What several records say together, gone through once: reports ask it of each item. */
#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report.h"
#include "report_erasures.h"
#include "text.h"

#define SIGNERS_MAX 64 /* remembered; of more the record is asked each time */
#define NAME_BYTES 256
#define HASH_DIGITS 64

struct signer {
	uint8_t sha256[32];
	char name[NAME_BYTES];
};

struct report_found {
	size_t *first;	   /* of each item: the first record by which pieces of it went */
	size_t *next;	   /* of each of those: the next one of the same item */
	bool *is_whole;	   /* of each item: what stands for all before it was found */
	size_t *failed;	   /* of each record: the newest re-read that did not find what it tells */
	size_t *failed_of; /* of each item: the newest of its erasures */
	struct report_erasures *erasures;
	size_t closing,
		last_closing; /* the one in force; the newest one; WIPECERT_NO_INDEX: none */
	struct signer signers[SIGNERS_MAX];
	size_t signer_count;
	char (*attachments)[HASH_DIGITS + 1]; /* hashes of those that are there, sorted */
	size_t attachment_count;
	char other[NAME_BYTES];
};

static bool takes_pieces(const struct wipecert_case_record *record)
{
	return record->is_known && record->fault == WIPECERT_FAULT_NONE &&
	       record->item != WIPECERT_NO_INDEX &&
	       (record->type == WIPECERT_RETURN || record->type == WIPECERT_DISPOSE);
}

/* All pieces at once stand for what was said before, also once they were rejected. */
static void note_pieces(const struct report_input *input, size_t index,
			const struct wipecert_case_record *record)
{
	struct report_found *found = input->found;
	struct wipecert_item item;

	wipecert_case_item(input->opened, record->item, &item);
	if (found->is_whole[record->item])
		return;
	found->is_whole[record->item] = record->quantity >= item.quantity;
	if (record->standing == WIPECERT_DISMISSED)
		return;
	found->next[index] = found->first[record->item];
	found->first[record->item] = index;
}

static bool is_failed_check(const struct wipecert_case_record *record)
{
	return record->is_known && record->type == WIPECERT_CHECK &&
	       record->fault == WIPECERT_FAULT_NONE && record->held != WIPECERT_HELD_YES;
}

static void note_failed(const struct report_input *input, size_t check, size_t of)
{
	struct report_found *found = input->found;
	struct wipecert_case_record record;

	wipecert_case_record(input->opened, of, &record);
	if (found->failed[of] == WIPECERT_NO_INDEX)
		found->failed[of] = check;
	if (record.item != WIPECERT_NO_INDEX && found->failed_of[record.item] == WIPECERT_NO_INDEX)
		found->failed_of[record.item] = check;
}

/* The last one first, so that each stands in front of those after it. */
static void find_all(const struct report_input *input)
{
	for (size_t i = wipecert_case_record_count(input->opened); i-- > 0;) {
		struct wipecert_case_record record;

		wipecert_case_record(input->opened, i, &record);
		if (takes_pieces(&record)) {
			note_pieces(input, i, &record);
		} else if (is_failed_check(&record)) {
			size_t at = wipecert_case_find_link(input->opened, &record.about);

			if (at != WIPECERT_NO_INDEX)
				note_failed(input, i, at);
		}
	}
}

static void find_closing(const struct report_input *input)
{
	struct wipecert_case_summary summary;
	struct report_found *found = input->found;

	wipecert_case_summarize(input->opened, &summary);
	found->closing = summary.is_closed ? summary.closing : WIPECERT_NO_INDEX;
	found->last_closing = summary.closing;
	for (size_t i = wipecert_case_record_count(input->opened);
	     i-- > 0 && found->last_closing == WIPECERT_NO_INDEX;) {
		struct wipecert_case_record record;

		wipecert_case_record(input->opened, i, &record);
		if (record.is_known && record.type == WIPECERT_CLOSE && record.counts)
			found->last_closing = i;
	}
}

static int compare_hashes(const void *left, const void *right)
{
	return strcmp(left, right);
}

/* Once, for looking for one alone reads the whole folder. False: no memory. */
static bool list_attachments(const struct report_input *input)
{
	struct report_found *found = input->found;
	char path[PATH_MAX];
	size_t room = 0;
	const struct dirent *one;
	bool ok = true;
	DIR *folder;

	snprintf(path, sizeof(path), "%s/" WIPECERT_FOLDER_ATTACHMENTS,
		 wipecert_case_path(input->opened));
	folder = opendir(path);
	while (folder && ok && (one = readdir(folder)) != NULL) {
		if (strlen(one->d_name) < HASH_DIGITS)
			continue;
		if (found->attachment_count == room) {
			void *grown;

			room = room ? 2 * room : 64;
			grown = realloc(found->attachments, room * sizeof(*found->attachments));
			ok = grown != NULL;
			if (!ok)
				break;
			found->attachments = grown;
		}
		snprintf(found->attachments[found->attachment_count++], HASH_DIGITS + 1, "%.64s",
			 one->d_name);
	}
	if (folder)
		closedir(folder);
	if (found->attachment_count)
		qsort(found->attachments, found->attachment_count, sizeof(*found->attachments),
		      compare_hashes);
	return ok;
}

bool report_has_attachment(const struct report_input *input, const uint8_t sha256[32])
{
	const struct report_found *found = input->found;
	char digits[HASH_DIGITS + 1];

	text_hex(sha256, 32, digits);
	return found->attachment_count &&
	       bsearch(digits, found->attachments, found->attachment_count,
		       sizeof(*found->attachments), compare_hashes) != NULL;
}

bool report_find(struct report_input *input)
{
	struct report_found *found = input->found = calloc(1, sizeof(*found));
	size_t records = wipecert_case_record_count(input->opened);

	if (!found)
		return false;
	found->first = report_take_indexes(wipecert_case_item_count(input->opened));
	found->failed_of = report_take_indexes(wipecert_case_item_count(input->opened));
	found->is_whole = calloc(wipecert_case_item_count(input->opened) + 1, sizeof(bool));
	found->next = report_take_indexes(records);
	found->failed = report_take_indexes(records);
	found->erasures = report_erasures_find(input->opened);
	if (!found->first || !found->failed_of || !found->is_whole || !found->next ||
	    !found->failed || !found->erasures)
		return false;
	find_all(input);
	find_closing(input);
	return list_attachments(input);
}

void report_forget(struct report_input *input)
{
	if (!input->found)
		return;
	free(input->found->first);
	free(input->found->next);
	free(input->found->is_whole);
	free(input->found->failed);
	free(input->found->failed_of);
	report_erasures_free(input->found->erasures);
	free(input->found->attachments);
	free(input->found);
	input->found = NULL;
}

size_t report_failed_check(const struct report_input *input, size_t record)
{
	return record == WIPECERT_NO_INDEX ? WIPECERT_NO_INDEX : input->found->failed[record];
}

size_t report_failed_check_of_item(const struct report_input *input, size_t item)
{
	return input->found->failed_of[item];
}

size_t report_last_closing(const struct report_input *input)
{
	return input->found->last_closing;
}

bool report_is_undone(const struct report_input *input, size_t index)
{
	struct wipecert_case_record record;
	struct wipecert_item item;

	wipecert_case_record(input->opened, index, &record);
	if (record.type == WIPECERT_CLOSE)
		return index != input->found->closing;
	if (record.type != WIPECERT_EXIT_CHECK || record.item == WIPECERT_NO_INDEX)
		return false;
	wipecert_case_item(input->opened, record.item, &item);
	return item.exit_record != index;
}

/* In order, and once. */
static void add_deed(struct report_deeds *deeds, size_t record, bool bears)
{
	size_t at = deeds->count, rest;

	if (record == WIPECERT_NO_INDEX)
		return;
	while (at && deeds->records[at - 1] > record)
		at--;
	if (at && deeds->records[at - 1] == record) {
		deeds->bears[at - 1] |= bears;
		return;
	}
	if (deeds->count == REPORT_DEEDS_MAX) {
		deeds->are_more = true;
		return;
	}
	rest = deeds->count - at;
	memmove(&deeds->records[at + 1], &deeds->records[at], rest * sizeof(*deeds->records));
	memmove(&deeds->bears[at + 1], &deeds->bears[at], rest * sizeof(*deeds->bears));
	deeds->records[at] = record;
	deeds->bears[at] = bears;
	deeds->count++;
}

/* Where deeds are put together. */
struct collecting {
	const struct report_input *input;
	struct report_deeds *deeds;
	bool bears;
};

/* What was rejected, and something else became of the item, is no erasure of it. */
static void add_erasure(void *arg, size_t erasure)
{
	const struct collecting *collecting = arg;
	struct wipecert_case_record record;

	wipecert_case_record(collecting->input->opened, erasure, &record);
	if (collecting->bears || record.standing != WIPECERT_DISMISSED)
		add_deed(collecting->deeds, erasure, collecting->bears);
}

static bool is_of_pieces(enum wipecert_outcome outcome)
{
	return outcome == WIPECERT_OUTCOME_NONE || outcome == WIPECERT_OUTCOME_RETURNED ||
	       outcome == WIPECERT_OUTCOME_DISPOSED;
}

/* What became of the item as a whole took the place of what nobody had answered. */
static bool is_replaced(const struct wipecert_item *item, const struct wipecert_case_record *pieces)
{
	return !is_of_pieces(item->outcome) && pieces->standing != WIPECERT_CONFIRMED &&
	       !pieces->is_on_paper;
}

static void add_pieces(const struct collecting *collecting, size_t index,
		       const struct wipecert_item *item)
{
	const struct report_input *input = collecting->input;

	for (size_t at = input->found->first[index]; at != WIPECERT_NO_INDEX;
	     at = input->found->next[at]) {
		struct wipecert_case_record record;

		wipecert_case_record(input->opened, at, &record);
		if (!is_replaced(item, &record))
			add_deed(collecting->deeds, at, is_of_pieces(item->outcome));
	}
}

void report_deeds_of(const struct report_input *input, size_t index,
		     const struct wipecert_item *item, struct report_deeds *deeds)
{
	struct collecting collecting = { input, deeds,
					 item->outcome == WIPECERT_OUTCOME_NONE ||
						 item->outcome == WIPECERT_OUTCOME_ERASED };

	*deeds = (struct report_deeds){ .count = 0 };
	deeds->are_some_left = item->lacks & (WIPECERT_LACK_MEDIA | WIPECERT_LACK_PART);
	add_deed(deeds, item->outcome_record, true);
	add_deed(deeds, item->exit_record,
		 item->outcome != WIPECERT_OUTCOME_DISPOSED &&
			 item->outcome != WIPECERT_OUTCOME_MISSING);
	report_erasures_each(input->found->erasures, index, item, add_erasure, &collecting);
	add_pieces(&collecting, index, item);
}

void report_places(const struct report_input *input, size_t index, size_t erasure,
		   struct report_text *places)
{
	report_erasures_places(input->found->erasures, index, erasure, places);
}

void report_ways_of(const struct report_input *input, size_t index,
		    const struct wipecert_item *item, struct report_ways *ways)
{
	*ways = (struct report_ways){ .count = 0 };
	for (size_t at = input->found->first[index]; at != WIPECERT_NO_INDEX;
	     at = input->found->next[at]) {
		struct wipecert_case_record record;

		wipecert_case_record(input->opened, at, &record);
		if (is_replaced(item, &record))
			continue;
		*(record.type == WIPECERT_RETURN ? &ways->returned : &ways->disposed) +=
			record.quantity;
	}
	if (!is_of_pieces(item->outcome) && item->quantity > ways->returned + ways->disposed)
		ways->rest = item->quantity - ways->returned - ways->disposed;
	ways->count =
		(unsigned int)(ways->returned != 0) + (ways->disposed != 0) + (ways->rest != 0);
}

/* The end of one attribute of a subject: what is escaped does not end it. */
static const char *attribute_end(const char *at)
{
	while (*at && *at != ',' && *at != '+')
		at += *at == '\\' && at[1] ? 2 : 1;
	return at;
}

/* The common name of a subject as RFC 4514 writes it; all of it if there is none. */
static void take_name(const char *subject, char name[NAME_BYTES])
{
	const char *at = subject, *end;
	size_t used = 0;

	while (*at && strncmp(at, "CN=", 3) != 0) {
		at = attribute_end(at);
		at += *at != '\0';
	}
	at = *at ? at + 3 : subject;
	end = attribute_end(at);
	for (; at < end && used + 1 < NAME_BYTES; at++) {
		if (*at == '\\' && strchr(" \"#+,;<=>\\", at[1]))
			at++;
		name[used++] = *at;
	}
	/* No character is left half. */
	if (at < end) {
		while (used && (name[used - 1] & 0xc0) == 0x80)
			used--;
		used -= used && (name[used - 1] & 0x80);
	}
	name[used] = '\0';
}

static void load_name(const struct report_input *input, size_t record, char name[NAME_BYTES])
{
	struct wipecert_result result;

	*name = '\0';
	if (wipecert_case_load_record(input->opened, record, &result, NULL))
		return;
	take_name(result.signer, name);
	wipecert_result_clear(&result);
}

const char *report_signer(const struct report_input *input, size_t record)
{
	struct report_found *found = input->found;
	struct wipecert_case_record one;
	struct signer *signer;

	if (record == WIPECERT_NO_INDEX)
		return "";
	wipecert_case_record(input->opened, record, &one);
	for (size_t i = 0; i < found->signer_count; i++)
		if (memcmp(found->signers[i].sha256, one.signer_sha256, 32) == 0)
			return found->signers[i].name;
	if (found->signer_count == SIGNERS_MAX) {
		load_name(input, record, found->other);
		return found->other;
	}
	signer = &found->signers[found->signer_count++];
	memcpy(signer->sha256, one.signer_sha256, 32);
	load_name(input, record, signer->name);
	return signer->name;
}

/* How deep cases lie within each other is limited by whoever opens them. */
void report_each_included(const struct report_input *input, report_visit_fn visit, void *arg)
{
	size_t count = input->opened ? wipecert_case_included_count(input->opened) : 0;

	for (size_t i = 0; i < count; i++) {
		struct report_input inner = *input;
		const char *name = "";

		inner.found = NULL;
		inner.opened = wipecert_case_included(input->opened, i, &name);
		visit(arg, &inner, name);
		report_each_included(&inner, visit, arg);
	}
}
