/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "confirmations.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <wipecert/save.h>
#include <wipecert/weigh.h>

#include "exit.h"
#include "i18n.h"

#define HASH_BYTES 32
#define FILE_MAX_BYTES ((size_t)1 << 20) /* a confirmation is a few kilobytes */

static int no_memory(struct wipe_error *err)
{
	return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
}

/* What an officer can have answered. */
static bool is_answered(const struct verdict *verdict)
{
	return verdict->record && verdict->voice &&
	       wipecert_type_is_answered(verdict->record->type) &&
	       verdict->authentic != WIPECERT_INVALID;
}

static bool is_confirmation(const struct verdict *verdict)
{
	return verdict->record && verdict->voice && verdict->record->type == WIPECERT_CONFIRMATION;
}

/* "" for the folder that one is in: names in it then are what the user would type. */
static char *folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? strndup(path, (size_t)(slash - path) + 1) : strdup("");
}

struct finding {
	const struct wipecert_trust *trust;
	int64_t time_s;
	const char **paths; /* of all verdicts, sorted */
	size_t count;
	const uint8_t **hashes; /* of the contents of the named records, sorted */
	char **folders;		/* in which they lie, sorted */
	size_t named_count;
	struct confirmations *found;
	struct wipe_error *err;
};

static int compare_texts(const void *a, const void *b)
{
	const char *const *first = a, *const *second = b;

	return strcmp(*first, *second);
}

static bool is_known(const struct finding *finding, const char *path)
{
	return bsearch(&path, finding->paths, finding->count, sizeof(*finding->paths),
		       compare_texts) != NULL;
}

static int compare_hashes(const void *a, const void *b)
{
	const uint8_t *const *first = a, *const *second = b;

	return memcmp(*first, *second, HASH_BYTES);
}

static bool is_named_hash(const struct finding *finding, const uint8_t *hash)
{
	return bsearch(&hash, finding->hashes, finding->named_count, sizeof(*finding->hashes),
		       compare_hashes) != NULL;
}

/* -1: none; as records write them, in lower case. */
static int hex_digit(unsigned char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/*
 * Does it name one of the records, whatever else is wrong with it, and which? Every
 * run of digits that is long enough is looked up, at each place where one may begin.
 */
static bool concerns_any(const struct finding *finding, const unsigned char *bytes, size_t length,
			 uint8_t hash[HASH_BYTES])
{
	size_t run = 0;

	for (size_t i = 0; i < length; i++) {
		run = hex_digit(bytes[i]) < 0 ? 0 : run + 1;
		if (run < 2 * HASH_BYTES)
			continue;
		for (size_t k = 0; k < HASH_BYTES; k++) {
			const unsigned char *two = bytes + i + 1 - 2 * HASH_BYTES + 2 * k;

			hash[k] = (uint8_t)(hex_digit(two[0]) << 4 | hex_digit(two[1]));
		}
		if (is_named_hash(finding, hash))
			return true;
	}
	return false;
}

/* The content is in clear in the file, so that looking for it saves verifying the rest. */
static bool may_be_one(const struct finding *finding, const char *path,
		       uint8_t concerns[HASH_BYTES])
{
	static const char word[] = "confirmation";
	unsigned char *bytes = NULL;
	size_t length;
	bool may;

	if (wipecert_load(path, FILE_MAX_BYTES, &bytes, &length, NULL))
		return false;
	may = memmem(bytes, length, word, sizeof(word) - 1) &&
	      concerns_any(finding, bytes, length, concerns);
	free(bytes);
	return may;
}

static int append(const struct finding *finding, struct verdict *verdict,
		  const uint8_t concerns[HASH_BYTES])
{
	struct confirmations *found = finding->found;
	struct confirmations_file *grown =
		reallocarray(found->items, found->count + 1, sizeof(*grown));

	if (!grown)
		return no_memory(finding->err);
	found->items = grown;
	grown[found->count].verdict = verdict;
	memcpy(grown[found->count++].concerns, concerns, HASH_BYTES);
	return 0;
}

static int take_file(const struct finding *finding, const char *path)
{
	uint8_t concerns[HASH_BYTES];
	struct verdict *verdict;
	int rc;

	if (is_known(finding, path) || !may_be_one(finding, path, concerns))
		return 0;
	verdict = calloc(1, sizeof(*verdict));
	if (!verdict)
		return no_memory(finding->err);
	rc = verdict_of_file(finding->trust, path, finding->time_s, verdict, finding->err);
	if (!rc && verdict->obstacle == VERDICT_READ &&
	    (is_confirmation(verdict) || !verdict->record)) {
		rc = append(finding, verdict, concerns);
		if (!rc)
			return 0;
	}
	verdict_clear(verdict);
	free(verdict);
	return rc;
}

static bool is_record_name(const char *name)
{
	size_t length = strlen(name);

	return length > 4 && strcasecmp(name + length - 4, ".p7m") == 0;
}

static int search_folder(const struct finding *finding, const char *folder)
{
	DIR *dir = opendir(*folder ? folder : ".");
	struct dirent *entry;
	int rc = 0;

	while (dir && !rc && (entry = readdir(dir))) {
		char *path = NULL;

		if (!is_record_name(entry->d_name))
			continue;
		if (asprintf(&path, "%s%s", folder, entry->d_name) < 0) {
			rc = no_memory(finding->err);
			break;
		}
		rc = take_file(finding, path);
		free(path);
	}
	if (dir)
		closedir(dir);
	return rc;
}

static int compare_paths(const void *a, const void *b)
{
	const struct confirmations_file *first = a, *second = b;

	return strcmp(first->verdict->path, second->verdict->path);
}

/* Paths of all, hashes and folders of the records that were named; sorted. False: no memory. */
static bool prepare(struct finding *finding, const struct verdict *verdicts, size_t count)
{
	finding->paths = calloc(count + 1, sizeof(*finding->paths));
	finding->hashes = calloc(count + 1, sizeof(*finding->hashes));
	finding->folders = calloc(count + 1, sizeof(*finding->folders));
	if (!finding->paths || !finding->hashes || !finding->folders)
		return false;
	for (size_t i = 0; i < count; i++) {
		size_t at = finding->named_count;

		finding->paths[finding->count++] = verdicts[i].path;
		if (!is_answered(&verdicts[i]) || verdicts[i].from_folder)
			continue;
		finding->hashes[at] = verdicts[i].link.econtent_sha256;
		finding->folders[at] = folder_of(verdicts[i].path);
		if (!finding->folders[at])
			return false;
		finding->named_count++;
	}
	qsort(finding->paths, finding->count, sizeof(*finding->paths), compare_texts);
	qsort(finding->hashes, finding->named_count, sizeof(*finding->hashes), compare_hashes);
	qsort(finding->folders, finding->named_count, sizeof(*finding->folders), compare_texts);
	return true;
}

static void end(struct finding *finding)
{
	for (size_t i = 0; finding->folders && i < finding->named_count; i++)
		free(finding->folders[i]);
	free(finding->folders);
	free(finding->hashes);
	free(finding->paths);
}

int confirmations_find(const struct wipecert_trust *trust, int64_t time_s,
		       const struct verdict *verdicts, size_t count, struct confirmations *found,
		       struct wipe_error *err)
{
	struct finding finding = { .trust = trust, .time_s = time_s, .found = found, .err = err };
	int rc;

	*found = (struct confirmations){ 0 };
	rc = prepare(&finding, verdicts, count) ? 0 : no_memory(err);
	for (size_t i = 0; i < finding.named_count && !rc; i++)
		if (!i || strcmp(finding.folders[i], finding.folders[i - 1]) != 0)
			rc = search_folder(&finding, finding.folders[i]);
	if (found->count)
		qsort(found->items, found->count, sizeof(*found->items), compare_paths);
	end(&finding);
	return rc;
}

void confirmations_free(struct confirmations *found)
{
	for (size_t i = 0; i < found->count; i++) {
		verdict_clear(found->items[i].verdict);
		free(found->items[i].verdict);
	}
	free(found->items);
	*found = (struct confirmations){ 0 };
}

/* All confirmations, by the content that they are about. */
struct index {
	struct verdict **items;	       /* one of each */
	struct wipecert_voice *voices; /* theirs, in the same order */
	size_t count;
	struct verdict **all; /* sorted likewise */
	size_t all_count;
};

/* By what they are about; copies of one stand together. */
static int compare_abouts(const void *a, const void *b)
{
	const struct verdict *first = *(const struct verdict *const *)a;
	const struct verdict *second = *(const struct verdict *const *)b;
	int order = memcmp(first->voice->about.econtent_sha256,
			   second->voice->about.econtent_sha256, HASH_BYTES);

	return order ? order : verdict_compare(first, second);
}

/* Each copy would be weighed for each copy of the record: the first stands for all. */
static void fill_index(struct index *index)
{
	if (index->all_count)
		qsort(index->all, index->all_count, sizeof(struct verdict *), compare_abouts);
	for (size_t i = 0; i < index->all_count; i++) {
		if (i && verdict_are_copies(index->all[i], index->all[i - 1]))
			continue;
		index->items[index->count] = index->all[i];
		index->voices[index->count++] = *index->all[i]->voice;
	}
}

static int make_index(struct verdict *verdicts, size_t count, const struct confirmations *found,
		      struct index *index)
{
	size_t room = count + found->count + 1;

	index->all = calloc(room, sizeof(struct verdict *));
	index->items = calloc(room, sizeof(struct verdict *));
	index->voices = calloc(room, sizeof(*index->voices));
	if (!index->all || !index->items || !index->voices)
		return WIPE_E_NOMEM;
	for (size_t i = 0; i < count; i++)
		if (is_confirmation(&verdicts[i]))
			index->all[index->all_count++] = &verdicts[i];
	for (size_t i = 0; i < found->count; i++)
		if (is_confirmation(found->items[i].verdict))
			index->all[index->all_count++] = found->items[i].verdict;
	fill_index(index);
	return 0;
}

/* A copy of what was found to be invalid is so too. */
static void denounce_copies(const struct index *index)
{
	for (size_t i = 1; i < index->all_count; i++) {
		const struct verdict *before = index->all[i - 1];

		if (before->reason == WIPECERT_REASON_SELF_CONFIRMED && index->all[i]->record &&
		    verdict_same_record(before, index->all[i]))
			verdict_denounce(index->all[i], WIPECERT_REASON_SELF_CONFIRMED);
	}
}

static int compare_to(const struct index *index, size_t at, const uint8_t *hash)
{
	return memcmp(index->voices[at].about.econtent_sha256, hash, HASH_BYTES);
}

/* The first about hash, and in *same how many there are. */
static size_t look_up(const struct index *index, const uint8_t *hash, size_t *same)
{
	size_t low = 0, high = index->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (compare_to(index, middle, hash) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	*same = 0;
	while (low + *same < index->count && compare_to(index, low + *same, hash) == 0)
		(*same)++;
	return low;
}

static const struct verdict *pick(const struct index *index, size_t first, size_t which)
{
	return which == WIPECERT_NOBODY ? NULL : index->items[first + which];
}

static void weigh_one(const struct wipecert_trust *trust, const struct index *index,
		      struct verdict *answered)
{
	struct wipecert_weight weight;
	size_t same, first = look_up(index, answered->link.econtent_sha256, &same);

	wipecert_weigh(trust, answered->voice, index->voices + first, same, &weight);
	/* Of an act an answer is told, and none is asked for. */
	answered->is_weighed = answered->record->type == WIPECERT_ERASURE || same;
	answered->standing = weight.standing;
	answered->confirmed_by = pick(index, first, weight.by);
	answered->on_paper = pick(index, first, weight.on_paper);
	answered->futile = pick(index, first, weight.futile);
	answered->futile_reason = weight.futile_reason;
	answered->exit = wipecert_weight_exit_code(answered->exit, weight.standing);
	for (size_t i = first; i < first + same; i++)
		if (wipecert_confirmation_fault(answered->voice, &index->voices[i]) ==
		    WIPECERT_REASON_SELF_CONFIRMED)
			verdict_denounce(index->items[i], WIPECERT_REASON_SELF_CONFIRMED);
}

/* One that cannot even be read as a confirmation is told too, where nothing better is. */
static void show_unreadable(const struct confirmations *found, struct verdict *answered)
{
	for (size_t i = 0; i < found->count && !answered->futile; i++) {
		const struct verdict *verdict = found->items[i].verdict;

		if (is_confirmation(verdict) || verdict->record ||
		    memcmp(found->items[i].concerns, answered->link.econtent_sha256, HASH_BYTES))
			continue;
		answered->futile = verdict;
		answered->futile_reason = verdict->reason;
	}
}

int confirmations_weigh(const struct wipecert_trust *trust, struct verdict *verdicts, size_t count,
			const struct confirmations *found, struct wipe_error *err)
{
	struct index index = { 0 };
	int rc = make_index(verdicts, count, found, &index);

	for (size_t i = 0; i < count && !rc; i++) {
		if (!is_answered(&verdicts[i]))
			continue;
		weigh_one(trust, &index, &verdicts[i]);
		if (!verdicts[i].from_folder && verdicts[i].standing == WIPECERT_UNCONFIRMED)
			show_unreadable(found, &verdicts[i]);
	}
	denounce_copies(&index);
	free(index.all);
	free(index.items);
	free(index.voices);
	return rc ? no_memory(err) : 0;
}
