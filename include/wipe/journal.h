/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The journal of a job (massho-journal(5)): a small file from which a job that
 * broke off is gone on with, on this machine or another one.
 *
 * Its size never changes, so that a full disk stops no checkpoint, and a torn
 * write costs one checkpoint. Nothing in it makes a result better: what it says
 * is re-read or weakens, and in the end every block is verified.
 */
#ifndef WIPE_JOURNAL_H
#define WIPE_JOURNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <wipe/device.h>
#include <wipe/erase.h>
#include <wipe/error.h>
#include <wipe/export.h>
#include <wipe/plan.h>
#include <wipe/sys/env.h>

#ifdef __cplusplus
extern "C" {
#endif

#define WIPE_JOURNAL_FILE_BYTES 28672
#define WIPE_JOURNAL_NOTES_MAX 4096
#define WIPE_JOURNAL_METHOD_BYTES 64

struct wipe_journal;

/* By what a journal tells its medium from others; strings as in struct wipe_device. */
struct wipe_journal_medium {
	enum wipe_kind kind;
	char vendor[64], model[128];
	char serial[WIPE_SERIAL_MAX_BYTES], wwn[WIPE_WWN_MAX_BYTES];
	char name[256];
	uint64_t capacity_bytes;
	uint32_t block_bytes;
};

/*
 * Makes the journal of a job that is about to write: mode 0600, never in place
 * of a file that exists (WIPE_E_REFUSED), on disk with its name and read back
 * when this returns, locked until it is closed. notes are the caller's own
 * bytes, at most WIPE_JOURNAL_NOTES_MAX. env must outlive *journal.
 */
WIPE_API int wipe_journal_create(const char *path, const struct wipe_device *device,
				 const struct wipe_plan *plan, const void *notes,
				 size_t notes_bytes, const struct wipe_env *env,
				 struct wipe_journal **journal, struct wipe_error *err);

/*
 * Opens a journal to go on from it and changes nothing. WIPE_E_NOTFOUND;
 * WIPE_E_FORMAT if it is none, of another version, truncated, damaged or out of
 * bounds; WIPE_E_REFUSED if another run has it open, it cannot be written, or
 * its job broke off WIPE_INTERRUPTIONS_MAX times.
 */
WIPE_API int wipe_journal_open(const char *path, const struct wipe_env *env,
			       struct wipe_journal **journal, struct wipe_error *err);

/* Valid as long as the journal. */
WIPE_API const struct wipe_journal_medium *wipe_journal_medium(const struct wipe_journal *journal);
WIPE_API const char *wipe_journal_method(const struct wipe_journal *journal);
WIPE_API const void *wipe_journal_notes(const struct wipe_journal *journal, size_t *bytes);
/* The newest checkpoint was lost (torn or damaged): that before it is gone on from. */
WIPE_API bool wipe_journal_is_behind(const struct wipe_journal *journal);

/*
 * Is device the medium, and what was the plan? Keys are computed anew from
 * their inputs. WIPE_E_REFUSED with what differs; WIPE_E_FORMAT if this version
 * has no such method; errors of wipe_plan_restore().
 */
WIPE_API int wipe_journal_plan(const struct wipe_journal *journal, const struct wipe_device *device,
			       struct wipe_plan *plan, struct wipe_error *err);

/* Where the job would go on if it did so at resumed_at_s. Changes nothing. */
WIPE_API void wipe_journal_resume_point(const struct wipe_journal *journal, int64_t resumed_at_s,
					struct wipe_resume *resume);

/*
 * Before the first write of the run that goes on: notes down, on disk, that the
 * job was interrupted, and replaces the notes. resume is for wipe_job_run().
 */
WIPE_API int wipe_journal_resume(struct wipe_journal *journal, const void *notes,
				 size_t notes_bytes, struct wipe_resume *resume,
				 struct wipe_error *err);

/*
 * For wipe_job_options.checkpoint: on disk when this returns. After a failure
 * the checkpoint before holds, and the next one may be tried.
 */
WIPE_API int wipe_journal_checkpoint(struct wipe_journal *journal,
				     const struct wipe_checkpoint *checkpoint,
				     struct wipe_error *err);

/* The job has ended: removes the file, if it is still this one. Then close it. */
WIPE_API int wipe_journal_remove(struct wipe_journal *journal, struct wipe_error *err);
WIPE_API void wipe_journal_close(struct wipe_journal *journal); /* NULL: no-op */

#ifdef __cplusplus
}
#endif
#endif
