/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records are verified by as many threads as there are CPUs; what each tells is kept, not the whole. */
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "case.h"
#include "folders.h"
#include "text.h"

#define HANDS_MAX 64
#define FILES_A_HAND 16 /* fewer are not worth a thread */
#define TICK_NS 100000000L
#define NS_PER_S 1000000000L

struct loading {
	struct wipecert_case *opened;
	const char **files;
	struct arena names; /* of files: as long as this lasts */
	struct entry *entries;
	size_t count;
	atomic_size_t next, done;
	atomic_bool failed, stopped;
	pthread_mutex_t mutex; /* of the arena and what is below */
	pthread_cond_t ended;
	size_t at_work;
	struct wipe_error error;
};

static int no_memory(struct wipe_error *err)
{
	return wipe_error_set(err, WIPE_E_NOMEM, 0, "%s", _("out of memory"));
}

int case_verify(const struct wipecert_case *opened, const char *file,
		struct wipecert_result *result, struct wipe_error *err)
{
	unsigned char *bytes = NULL;
	char path[PATH_MAX];
	size_t length;
	int rc = case_path(opened, WIPECERT_FOLDER_RECORDS, file, path, err);

	memset(result, 0, sizeof(*result));
	result->authentic = WIPECERT_INVALID;
	/* What a link leads to may be another thing tomorrow, and stays behind when the folder is copied. */
	if (!rc)
		rc = folders_read(path, WIPECERT_P7M_MAX_BYTES, &bytes, &length, err);
	if (!rc)
		rc = wipecert_verify(wipecert_case_trust(opened), bytes, length,
				     opened->options.time_s, result, err);
	free(bytes);
	return rc;
}

static int take_previous(struct wipecert_case *opened, const struct wipecert_record *record,
			 struct entry *entry, struct wipe_error *err)
{
	size_t count = wipecert_record_previous(record, NULL, 0);

	if (!count)
		return 0;
	entry->previous = arena_take(&opened->arena, count * sizeof(*entry->previous));
	if (!entry->previous)
		return no_memory(err);
	entry->previous_count = wipecert_record_previous(record, entry->previous, count);
	return 0;
}

int case_take(struct wipecert_case *opened, const struct wipecert_result *result, const char *file,
	      struct entry *entry, struct wipe_error *err)
{
	int rc;

	memset(entry, 0, sizeof(*entry));
	entry->item = WIPECERT_NO_INDEX;
	entry->weight.by = entry->weight.on_paper = WIPECERT_NOBODY;
	entry->file = arena_text(&opened->arena, file);
	if (!entry->file)
		return no_memory(err);
	entry->is_demo = result->signer_is_demo;
	entry->held = result->held;
	entry->voice.authentic = result->authentic;
	entry->voice.reason = result->reason;
	entry->is_known = wipecert_voice_of(result, &entry->voice);
	if (!entry->is_known) {
		entry->voice.authentic = result->authentic;
		entry->voice.reason = result->reason;
		return 0;
	}
	snprintf(entry->voice.link.id, sizeof(entry->voice.link.id), "%s",
		 wipecert_record_id(result->record));
	entry->has_place = wipecert_record_place(result->record, &entry->place);
	entry->is_from_paper = wipecert_type_is_act(entry->voice.type) &&
			       wipecert_record_on_paper(result->record);
	entry->has_stated = told_stated_day(result->record, &entry->stated_s);
	rc = take_previous(opened, result->record, entry, err);
	if (!rc)
		rc = case_take_wanted(opened, result->record, entry, err);
	return rc ? rc : told_read(result->record, &opened->arena, &entry->told, err);
}

/* A file that cannot be read is a record that does not verify. */
static int load_one(struct loading *loading, size_t index, struct wipe_error *err)
{
	struct wipecert_result result;
	struct wipe_error why;
	int rc;

	wipe_error_clear(&why);
	rc = case_verify(loading->opened, loading->files[index], &result, &why);
	if (rc == WIPE_E_NOMEM) {
		wipecert_result_clear(&result);
		return no_memory(err);
	}
	if (rc)
		result.reason = WIPECERT_REASON_NOT_CMS;
	pthread_mutex_lock(&loading->mutex);
	rc = case_take(loading->opened, &result, loading->files[index], &loading->entries[index],
		       err);
	pthread_mutex_unlock(&loading->mutex);
	wipecert_result_clear(&result);
	return rc;
}

static void toil(struct loading *loading)
{
	size_t index;

	while (!atomic_load(&loading->failed) && !atomic_load(&loading->stopped) &&
	       (index = atomic_fetch_add(&loading->next, 1)) < loading->count) {
		struct wipe_error why;

		wipe_error_clear(&why);
		if (load_one(loading, index, &why)) {
			pthread_mutex_lock(&loading->mutex);
			if (!atomic_exchange(&loading->failed, true))
				loading->error = why;
			pthread_mutex_unlock(&loading->mutex);
		}
		atomic_fetch_add(&loading->done, 1);
	}
}

static void *run(void *arg)
{
	struct loading *loading = arg;

	toil(loading);
	pthread_mutex_lock(&loading->mutex);
	loading->at_work--;
	pthread_cond_signal(&loading->ended);
	pthread_mutex_unlock(&loading->mutex);
	return NULL;
}

static size_t hands_for(size_t files)
{
	size_t hands = 1, wanted = files / FILES_A_HAND;
	cpu_set_t allowed;

	if (sched_getaffinity(0, sizeof(allowed), &allowed) == 0)
		hands = (size_t)CPU_COUNT(&allowed);
	hands = hands < HANDS_MAX ? hands : HANDS_MAX;
	return wanted < hands ? wanted : hands;
}

static void tell(struct loading *loading)
{
	const struct wipecert_case_options *options = &loading->opened->options;

	if (options->progress &&
	    options->progress(options->progress_arg, atomic_load(&loading->done), loading->count))
		atomic_store(&loading->stopped, true);
}

static void watch(struct loading *loading)
{
	struct timespec until;

	pthread_mutex_lock(&loading->mutex);
	while (loading->at_work) {
		clock_gettime(CLOCK_MONOTONIC, &until);
		until.tv_nsec += TICK_NS;
		until.tv_sec += until.tv_nsec / NS_PER_S;
		until.tv_nsec %= NS_PER_S;
		pthread_cond_timedwait(&loading->ended, &loading->mutex, &until);
		tell(loading);
	}
	pthread_mutex_unlock(&loading->mutex);
}

/* Threads that could not be started are not missed: this one works then. */
static void work_together(struct loading *loading)
{
	pthread_t threads[HANDS_MAX];
	size_t hands = hands_for(loading->count), started = 0;

	loading->at_work = hands;
	while (started < hands && pthread_create(&threads[started], NULL, run, loading) == 0)
		started++;
	pthread_mutex_lock(&loading->mutex);
	loading->at_work -= hands - started;
	pthread_mutex_unlock(&loading->mutex);
	if (!started)
		toil(loading);
	watch(loading);
	for (size_t i = 0; i < started; i++)
		pthread_join(threads[i], NULL);
}

static void set_up(struct loading *loading)
{
	pthread_condattr_t attributes;

	pthread_mutex_init(&loading->mutex, NULL);
	pthread_condattr_init(&attributes);
	pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	pthread_cond_init(&loading->ended, &attributes);
	pthread_condattr_destroy(&attributes);
}

static int verify_all(struct loading *loading, struct wipe_error *err)
{
	set_up(loading);
	work_together(loading);
	pthread_cond_destroy(&loading->ended);
	pthread_mutex_destroy(&loading->mutex);
	if (atomic_load(&loading->stopped))
		return wipe_error_set(err, WIPE_E_INTERRUPTED, 0, "%s", _("stopped"));
	if (!atomic_load(&loading->failed))
		return 0;
	if (err)
		*err = loading->error;
	return loading->error.code;
}

static int compare_files(const void *a, const void *b)
{
	return strcmp(((const struct entry *)a)->file, ((const struct entry *)b)->file);
}

/* Keeps the entries whose files are still there, and leaves in files what is new. */
static void sort_out(struct wipecert_case *opened, const char **files, size_t *count)
{
	size_t kept = 0, fresh = 0, at = 0;

	if (opened->count)
		qsort(opened->entries, opened->count, sizeof(*opened->entries), compare_files);
	for (size_t i = 0; i < *count; i++) {
		while (at < opened->count && strcmp(opened->entries[at].file, files[i]) < 0)
			at++;
		if (at < opened->count && strcmp(opened->entries[at].file, files[i]) == 0)
			opened->entries[kept++] = opened->entries[at++];
		else
			files[fresh++] = files[i];
	}
	opened->count = kept;
	*count = fresh;
}

static int make_room(struct wipecert_case *opened, size_t more, struct wipe_error *err)
{
	struct entry *entries;

	if (opened->count + more <= opened->room)
		return 0;
	entries = realloc(opened->entries, (opened->count + more) * sizeof(*entries));
	if (!entries)
		return no_memory(err);
	opened->entries = entries;
	opened->room = opened->count + more;
	return 0;
}

int case_load(struct wipecert_case *opened, struct wipe_error *err)
{
	struct loading loading = { .opened = opened };
	char path[PATH_MAX];
	int rc = case_path(opened, WIPECERT_FOLDER_RECORDS, NULL, path, err);

	/* Names that begin with a dot are of files that are about to appear, or of nobody. */
	if (!rc)
		rc = folders_list(path, WIPECERT_CASE_RECORDS_MAX, &loading.names, &loading.files,
				  &loading.count, err);
	if (!rc) {
		sort_out(opened, loading.files, &loading.count);
		rc = make_room(opened, loading.count, err);
	}
	if (!rc && loading.count) {
		loading.entries = opened->entries + opened->count;
		rc = verify_all(&loading, err);
		if (!rc)
			opened->count += loading.count;
	}
	free(loading.files);
	arena_clear(&loading.names);
	return rc;
}
