/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Copying files so that it is proven that they arrived, and hashing what is
 * there: on media that carry results and tools from one organisation to another.
 *
 * Each file is written under a temporary name, flushed, read back from the
 * medium, compared by SHA-256 with what was read from the source, and only then
 * given its name; nothing that is there is ever replaced. Symbolic links, FIFOs,
 * sockets and devices are neither followed nor copied, mounts are not entered:
 * they are reported. Names are bytes.
 */
#ifndef WIPE_COPY_H
#define WIPE_COPY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <wipe/error.h>
#include <wipe/export.h>
#include <wipe/report.h>

#ifdef __cplusplus
extern "C" {
#endif

#define WIPE_COPY_PATH_MAX 4095 /* bytes of a path below a source or the destination */

/* One file or one tree. Strings are the caller's and stay as long as the job. */
struct wipe_copy_source {
	/* A regular file or a folder; a symbolic link in its last part is not followed. */
	const char *path;
	/*
	 * Its name below the destination: relative, without "." and ".." (a tree with
	 * "" lies directly in the destination). NULL: the last part of path.
	 */
	const char *as;
};

enum wipe_copy_kind {
	WIPE_COPY_REGULAR,
	WIPE_COPY_FOLDER,
	WIPE_COPY_SYMLINK,
	WIPE_COPY_FIFO,
	WIPE_COPY_SOCKET,
	WIPE_COPY_DEVICE,
	WIPE_COPY_MOUNT,   /* a file or folder on which something else is mounted */
	WIPE_COPY_UNKNOWN, /* it could not be looked at */
};

enum wipe_copy_state {
	WIPE_COPY_COPIED,      /* written, on the medium with its name, read back and equal */
	WIPE_COPY_ALREADY,     /* was there: read from the medium and equal to the source */
	WIPE_COPY_HASHED,      /* wipe_copy_scan() only */
	WIPE_COPY_SKIPPED,     /* of a kind that is not copied */
	WIPE_COPY_FAILED,      /* error tells why */
	WIPE_COPY_NOT_REACHED, /* the job ended before it */
};

/* Valid only while the function is called with it. */
struct wipe_copy_result {
	const char *path; /* below the destination; of a scan below the tree */
	enum wipe_copy_kind kind;
	enum wipe_copy_state state;
	uint64_t size_bytes;		   /* of a regular file; else 0 */
	uint8_t sha256[WIPE_SHA256_BYTES]; /* of what is COPIED, ALREADY or HASHED; else 0 */
	bool bypassed_cache;		   /* what was read came past the host's cache */
	const struct wipe_error *error;	   /* FAILED: why, without the path; else NULL */
};

/*
 * How far. Bytes are those to be read: of each file twice for a copy (source and
 * medium), once for a scan. While the sources are still being listed the totals
 * grow and nothing is done.
 */
struct wipe_copy_progress {
	uint64_t bytes_done, bytes_total;
	uint64_t files_done, files_total;
	const char *path; /* of the file at hand, valid during the call; "" if none */
};

/* Both return 0 to go on, anything else to stop: the job ends with WIPE_E_INTERRUPTED. */
typedef int wipe_copy_result_fn(void *arg, const struct wipe_copy_result *result);
typedef int wipe_copy_progress_fn(void *arg, const struct wipe_copy_progress *progress);

struct wipe_copy_job {
	const struct wipe_copy_source *sources;
	size_t source_count;	 /* at least 1 */
	const char *destination; /* an existing folder; NULL for wipe_copy_scan() */
	/* Called by the caller's thread; each may be NULL. result: once for each regular
	 * file and each thing skipped, and for folders that failed; sorted by path. */
	wipe_copy_result_fn *result;
	wipe_copy_progress_fn *progress; /* at least once a MiB and a file */
	/*
	 * Called once everything is listed and the destination is ours, before anything is
	 * written there. Other than 0: nothing is (WIPE_E_INTERRUPTED). NULL: nobody asks.
	 */
	int (*ready)(void *arg);
	void *arg;
};

/* Of regular files, but skipped, and failed also counts folders and what is unknown. */
struct wipe_copy_totals {
	uint64_t listed;
	uint64_t copied, already, hashed, skipped, failed, not_reached;
	uint64_t bytes; /* sizes of what is copied, already there or hashed */
};

/*
 * Copies. Keeps the mode bits 0777 and the time of modification of files, nothing
 * else; folders are made as needed, with the mode of the source and all bits of
 * the owner, less the umask. Holes stay holes where the file system has them.
 *
 * Run again onto the same destination it goes on: what is there is compared, what
 * is missing copied, temporaries of runs that were killed are removed (in the
 * folders of the destination that the sources have). Only one run at a time works
 * on a destination.
 *
 * A file that fails does not stop the rest, except where the destination is full
 * (sys_errno ENOSPC or EDQUOT) or cannot be written (EROFS): then the others are
 * NOT_REACHED, and what arrived before stays. A file with other contents under
 * the same name is WIPE_E_REFUSED; one that changed while it was read
 * WIPE_E_SYSTEM; one whose reading back differs WIPE_E_MISMATCH; what became a
 * link or a mount since it was listed, and a name that the file system does not
 * keep as it is (FAT) WIPE_E_REFUSED.
 *
 * Returns 0 if nothing failed and all was reached (look at totals->skipped, too),
 * else the code that ended the job or of the first file that failed, with its
 * path in err. Before anything is written: WIPE_E_USAGE, WIPE_E_NOTFOUND (a
 * source or the destination), WIPE_E_REFUSED (the destination lies in a source,
 * or another run works on it), WIPE_E_UNSUPPORTED (a kernel before 5.6),
 * WIPE_E_NOMEM. totals may be NULL.
 */
WIPE_API int wipe_copy_run(const struct wipe_copy_job *job, struct wipe_copy_totals *totals,
			   struct wipe_error *err);

/*
 * Reads every file of the sources, past the cache where possible, and hashes it;
 * writes nothing. Otherwise as wipe_copy_run().
 */
WIPE_API int wipe_copy_scan(const struct wipe_copy_job *job, struct wipe_copy_totals *totals,
			    struct wipe_error *err);

/* Stable English identifiers ("copied", "symlink"), for JSON and logs; never NULL. */
WIPE_API const char *wipe_copy_state_name(enum wipe_copy_state state);
WIPE_API const char *wipe_copy_kind_name(enum wipe_copy_kind kind);

#ifdef __cplusplus
}
#endif
#endif
