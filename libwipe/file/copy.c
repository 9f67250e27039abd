/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <string.h>

#include "cleanup.h"
#include "copying.h"
#include "destination.h"
#include "listing.h"
#include "partial.h"
#include "resolve.h"
#include "text.h"

struct copy {
	struct work work;
	struct listing listing;
	int destination; /* -1: a scan */
	int root;	 /* of the source at hand; -1: none */
	size_t source;	 /* which one that is */
	struct wipe_copy_totals totals;
	struct wipe_error failed; /* of the first file that did */
	struct wipe_error ending; /* why the job ends before its time; empty as long as it goes on */
};

/* What would meet every other file, too. */
static bool ends_the_job(const struct wipe_error *err)
{
	return err->code == WIPE_E_INTERRUPTED || err->code == WIPE_E_NOMEM ||
	       err->code == WIPE_E_UNSUPPORTED || err->sys_errno == ENOSPC ||
	       err->sys_errno == EDQUOT || err->sys_errno == EROFS;
}

static void count(struct wipe_copy_totals *totals, const struct wipe_copy_result *result)
{
	uint64_t *const of_state[] = {
		[WIPE_COPY_COPIED] = &totals->copied,
		[WIPE_COPY_ALREADY] = &totals->already,
		[WIPE_COPY_HASHED] = &totals->hashed,
		[WIPE_COPY_SKIPPED] = &totals->skipped,
		[WIPE_COPY_FAILED] = &totals->failed,
		[WIPE_COPY_NOT_REACHED] = &totals->not_reached,
	};

	++*of_state[result->state];
	if (result->state <= WIPE_COPY_HASHED)
		totals->bytes += result->size_bytes;
}

static void deliver(struct copy *copy, const struct wipe_copy_result *result)
{
	const struct wipe_copy_job *job = copy->work.job;

	count(&copy->totals, result);
	if (job->result && job->result(job->arg, result))
		wipe_error_set(&copy->ending, WIPE_E_INTERRUPTED, 0, _("stopped"));
}

/* Keeps the first error with the path it belongs to. */
static void keep(struct wipe_error *first, const struct wipe_error *err, const char *path)
{
	if (first->code)
		return;
	*first = *err;
	resolve_add_path(first, path);
}

static void deliver_failed(struct copy *copy, struct wipe_copy_result *result,
			   const struct wipe_error *err)
{
	result->state = WIPE_COPY_FAILED;
	result->error = err;
	memset(result->sha256, 0, sizeof(result->sha256));
	result->bypassed_cache = false;
	keep(&copy->failed, err, result->path);
	if (ends_the_job(err))
		keep(&copy->ending, err, result->path);
	deliver(copy, result);
}

static int open_root(struct copy *copy, size_t source, struct wipe_error *err)
{
	if (copy->root >= 0 && copy->source == source)
		return 0;
	if (copy->root >= 0)
		close(copy->root);
	copy->root = listing_open_root(&copy->listing.sources[source]);
	copy->source = source;
	return copy->root < 0 ? resolve_error(errno, err) : 0;
}

static bool is_second_of_name(const struct copy *copy, size_t index)
{
	const struct listing_entry *entry = &copy->listing.entries[index];

	return index && entry[-1].kind == WIPE_COPY_REGULAR && !strcmp(entry[-1].to, entry->to);
}

/* What is in a folder that is not there, or not as it should be, is not copied into another one. */
static int check_parent(const struct copy *copy, const struct listing_entry *entry,
			struct wipe_error *err)
{
	const struct listing_entry *parent = listing_parent(&copy->listing, entry);

	if (!parent || !parent->failed)
		return 0;
	return wipe_error_set(err, parent->failed, 0, _("its folder could not be made"));
}

static int do_regular(struct copy *copy, size_t index, struct wipe_copy_result *result,
		      struct wipe_error *err)
{
	const struct listing_entry *entry = &copy->listing.entries[index];
	const char *from = listing_from(&copy->listing, entry);
	int rc;

	if (is_second_of_name(copy, index))
		return wipe_error_set(err, WIPE_E_REFUSED, 0,
				      _("two sources have a file of this name"));
	rc = check_parent(copy, entry, err);
	if (!rc)
		rc = open_root(copy, entry->source, err);
	if (rc)
		return rc;
	return copy->destination < 0 ? copying_hash(&copy->work, copy->root, from, result, err) :
				       copying_file(&copy->work, copy->root, from,
						    copy->destination, entry->to, result, err);
}

static void take_regular(struct copy *copy, size_t index, struct wipe_copy_result *result)
{
	const struct listing_entry *entry = &copy->listing.entries[index];
	struct wipe_error err;

	wipe_error_clear(&err);
	result->size_bytes = entry->size_bytes;
	if (copy->ending.code) {
		result->state = WIPE_COPY_NOT_REACHED;
		deliver(copy, result);
		return;
	}
	work_begin_file(&copy->work, entry->to, entry->size_bytes);
	if (do_regular(copy, index, result, &err))
		deliver_failed(copy, result, &err);
	else
		deliver(copy, result);
	if (!copy->ending.code)
		work_end_file(&copy->work, &copy->ending);
}

/* Also one that could not be read, for what was seen of it before. */
static int make_folder(struct copy *copy, struct listing_entry *entry, struct wipe_error *err)
{
	if (copy->destination < 0)
		return 0;
	entry->failed = check_parent(copy, entry, err);
	if (!entry->failed)
		entry->failed =
			destination_make_folder(copy->destination, entry->to, entry->mode, err);
	return entry->failed;
}

static void take_folder(struct copy *copy, struct listing_entry *entry,
			struct wipe_copy_result *result)
{
	struct wipe_error err;
	int rc;

	wipe_error_clear(&err);
	if (copy->ending.code)
		return;
	rc = make_folder(copy, entry, &err);
	if (!rc && entry->sys_errno)
		rc = resolve_error(entry->sys_errno, &err);
	if (rc)
		deliver_failed(copy, result, &err);
}

static void take(struct copy *copy, size_t index)
{
	struct listing_entry *entry = &copy->listing.entries[index];
	struct wipe_copy_result result = { .path = entry->to,
					   .kind = entry->kind,
					   .state = WIPE_COPY_SKIPPED };
	struct wipe_error err;

	wipe_error_clear(&err);
	if (entry->kind == WIPE_COPY_FOLDER) {
		take_folder(copy, entry, &result);
	} else if (entry->sys_errno) {
		resolve_error(entry->sys_errno, &err);
		deliver_failed(copy, &result, &err);
	} else if (entry->kind == WIPE_COPY_REGULAR) {
		take_regular(copy, index, &result);
	} else {
		deliver(copy, &result);
	}
}

static int tell_of_listing(void *arg, const struct listing *listing)
{
	struct copy *copy = arg;

	copy->work.progress.files_total = listing->files;
	copy->work.progress.bytes_total = copy->work.readings * listing->bytes;
	return work_report(&copy->work, NULL);
}

static int begin(struct copy *copy, const struct wipe_copy_job *job, struct wipe_error *err)
{
	struct stat st;
	bool is_scan = !job->destination;
	int rc = work_init(&copy->work, job, is_scan ? 1 : 2, err);

	if (!rc && !is_scan)
		rc = destination_open(job->destination, &copy->destination, &st, err);
	if (!rc)
		rc = listing_make(job, is_scan ? NULL : &st, tell_of_listing, copy, &copy->listing,
				  err);
	copy->totals.listed = copy->listing.files;
	if (!rc && (tell_of_listing(copy, &copy->listing) || (job->ready && job->ready(job->arg))))
		rc = wipe_error_set(err, WIPE_E_INTERRUPTED, 0, _("stopped"));
	if (!rc && !is_scan)
		rc = partial_sweep(copy->destination, err);
	return rc;
}

static int finish(struct copy *copy, struct wipe_error *err)
{
	const struct wipe_error *first = copy->ending.code ? &copy->ending : &copy->failed;

	if (first->code && err && !err->code)
		*err = *first;
	return first->code;
}

static int run(const struct wipe_copy_job *job, struct wipe_copy_totals *totals,
	       struct wipe_error *err)
{
	struct copy copy = { .destination = -1, .root = -1 };
	int rc = begin(&copy, job, err);

	for (size_t i = 0; i < copy.listing.count && !rc; i++)
		take(&copy, i);
	if (!rc)
		rc = finish(&copy, err);
	if (totals)
		*totals = copy.totals;
	cleanup_fd(&copy.root);
	cleanup_fd(&copy.destination);
	listing_clear(&copy.listing);
	work_clear(&copy.work);
	return rc;
}

int wipe_copy_run(const struct wipe_copy_job *job, struct wipe_copy_totals *totals,
		  struct wipe_error *err)
{
	if (!job->source_count || !job->sources || !job->destination)
		return wipe_error_set(err, WIPE_E_USAGE, 0, _("nothing to copy, or nowhere to"));
	return run(job, totals, err);
}

int wipe_copy_scan(const struct wipe_copy_job *job, struct wipe_copy_totals *totals,
		   struct wipe_error *err)
{
	if (!job->source_count || !job->sources || job->destination)
		return wipe_error_set(err, WIPE_E_USAGE, 0, _("nothing to read"));
	return run(job, totals, err);
}
