/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "copying.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#include "cleanup.h"
#include "naming.h"
#include "partial.h"
#include "reading.h"
#include "resolve.h"
#include "text.h"

struct copying {
	struct work *work;
	int root; /* of the source */
	const char *from;
	int folder;	  /* of the destination that the file comes into */
	const char *name; /* there */
	struct reading source;
	struct wipe_copy_result *result;
};

struct writing {
	int fd;
	bool sparse; /* the source has holes: what is zero is left out */
};

static bool is_zero(const unsigned char *bytes, size_t length)
{
	return bytes[0] == 0 && memcmp(bytes, bytes + 1, length - 1) == 0;
}

static int write_piece(void *arg, const unsigned char *bytes, size_t length, uint64_t offset,
		       struct wipe_error *err)
{
	const struct writing *writing = arg;

	if (writing->sparse && is_zero(bytes, length))
		return 0;
	while (length) {
		ssize_t put = pwrite(writing->fd, bytes, length, (off_t)offset);

		if (put < 0 && errno == EINTR)
			continue;
		if (put <= 0)
			return partial_error(put < 0 ? errno : ENOSPC, err);
		bytes += put;
		length -= (size_t)put;
		offset += (uint64_t)put;
	}
	return 0;
}

/* File systems without modes or times of their own (FAT) say EPERM; that loses nothing here. */
static bool is_set(int rc)
{
	return rc == 0 || errno == EPERM || errno == EOPNOTSUPP;
}

static int set_attributes(int fd, const struct stat *from, struct wipe_error *err)
{
	const struct timespec times[2] = { { .tv_nsec = UTIME_OMIT }, from->st_mtim };

	if (!is_set(fchmod(fd, from->st_mode & 0777)) || !is_set(futimens(fd, times)))
		return partial_error(errno, err);
	return 0;
}

/* Everything that makes the temporary what the file is to be, on the medium. */
static int fill(struct copying *copying, int fd, struct wipe_error *err)
{
	const struct stat *from = &copying->source.before;
	struct writing writing = { fd, from->st_blocks < from->st_size / 512 };
	int rc = reading_run(copying->work, &copying->source, write_piece, &writing,
			     copying->result->sha256, err);

	if (!rc)
		rc = reading_check_unchanged(&copying->source, copying->root, copying->from, err);
	if (!rc && writing.sparse && ftruncate(fd, from->st_size))
		rc = partial_error(errno, err);
	if (!rc)
		rc = set_attributes(fd, from, err);
	if (!rc && fsync(fd))
		rc = partial_error(errno, err);
	return rc;
}

/* Reads the file name of the destination from the medium. */
static int hash_there(struct copying *copying, const char *name, uint8_t sha256[WIPE_SHA256_BYTES],
		      struct wipe_error *err)
{
	struct reading there;
	int rc = reading_open(copying->folder, name, true, &there, err);

	if (!rc && there.before.st_size != copying->source.before.st_size)
		memset(sha256, 0, WIPE_SHA256_BYTES);
	else if (!rc)
		rc = reading_run(copying->work, &there, NULL, NULL, sha256, err);
	if (rc == WIPE_E_IO)
		wipe_error_context(err, "%s", _("reading it from the destination"));
	copying->result->bypassed_cache = there.direct;
	reading_close(&there);
	return rc;
}

/* Under another name it would be there, but not what was to be copied. */
static int give_name(const struct copying *copying, struct partial *partial, struct wipe_error *err)
{
	int rc = partial_give_name(partial, copying->name, err);

	if (rc)
		return rc;
	rc = naming_check(copying->folder, copying->name, err);
	if (rc)
		unlinkat(copying->folder, copying->name, 0);
	return rc;
}

static int write_new(struct copying *copying, struct wipe_error *err)
{
	uint8_t read_back[WIPE_SHA256_BYTES];
	struct partial partial;
	int rc = partial_create(copying->folder, &partial, err);

	if (!rc)
		rc = fill(copying, partial.fd, err);
	if (!rc)
		rc = hash_there(copying, partial.name, read_back, err);
	if (!rc && memcmp(read_back, copying->result->sha256, sizeof(read_back)) != 0)
		rc = wipe_error_set(err, WIPE_E_MISMATCH, 0,
				    _("what was read back is not what was written"));
	if (!rc)
		rc = give_name(copying, &partial, err);
	partial_drop(&partial);
	copying->result->state = WIPE_COPY_COPIED;
	return rc;
}

static int refuse_other(struct wipe_error *err)
{
	return wipe_error_set(err, WIPE_E_REFUSED, 0,
			      _("something else is there under this name and is not replaced"));
}

/* What a run before may have left in the cache only has to be on the medium, too. */
static int flush_there(struct copying *copying, struct wipe_error *err)
{
	CLEANUP_FD int fd = resolve_open(copying->folder, copying->name,
					 O_RDONLY | O_NONBLOCK | O_NOCTTY | O_NOFOLLOW);

	if (fd < 0)
		return resolve_error(errno, err);
	if (fsync(fd) && errno != EINVAL && errno != EROFS)
		return partial_error(errno, err);
	return partial_sync_folder(copying->folder, err);
}

static int compare_there(struct copying *copying, const struct stat *there, struct wipe_error *err)
{
	const struct stat *from = &copying->source.before;
	uint8_t sha256[WIPE_SHA256_BYTES];
	int rc;

	if (!S_ISREG(there->st_mode) || there->st_size != from->st_size)
		return refuse_other(err);
	if (there->st_dev == from->st_dev && there->st_ino == from->st_ino)
		return wipe_error_set(err, WIPE_E_REFUSED, 0,
				      _("source and destination are the same file"));
	rc = naming_check(copying->folder, copying->name, err);
	if (!rc)
		rc = flush_there(copying, err);
	if (!rc)
		rc = reading_run(copying->work, &copying->source, NULL, NULL,
				 copying->result->sha256, err);
	if (!rc)
		rc = reading_check_unchanged(&copying->source, copying->root, copying->from, err);
	if (!rc)
		rc = hash_there(copying, copying->name, sha256, err);
	if (!rc && memcmp(sha256, copying->result->sha256, sizeof(sha256)) != 0)
		rc = refuse_other(err);
	copying->result->state = WIPE_COPY_ALREADY;
	return rc;
}

static int copy_or_compare(struct copying *copying, struct wipe_error *err)
{
	struct stat there;

	copying->result->size_bytes = (uint64_t)copying->source.before.st_size;
	if (!fstatat(copying->folder, copying->name, &there, AT_SYMLINK_NOFOLLOW))
		return compare_there(copying, &there, err);
	if (errno != ENOENT)
		return partial_error(errno, err);
	return write_new(copying, err);
}

int copying_file(struct work *work, int root, const char *from, int destination, const char *to,
		 struct wipe_copy_result *result, struct wipe_error *err)
{
	struct copying copying = { .work = work, .root = root, .from = from, .result = result };
	CLEANUP_FD int folder = resolve_parent(destination, to, &copying.name);
	int rc;

	if (folder < 0) {
		rc = resolve_error(errno, err);
		wipe_error_context(err, "%s", _("its folder in the destination"));
		return rc;
	}
	if (partial_is_name(copying.name))
		return wipe_error_set(err, WIPE_E_REFUSED, 0,
				      _("it has a name that only unfinished copies have"));
	copying.folder = folder;
	rc = reading_open(root, from, false, &copying.source, err);
	if (!rc)
		rc = copy_or_compare(&copying, err);
	reading_close(&copying.source);
	return rc;
}

int copying_hash(struct work *work, int root, const char *from, struct wipe_copy_result *result,
		 struct wipe_error *err)
{
	struct reading source;
	int rc = reading_open(root, from, true, &source, err);

	if (!rc)
		rc = reading_run(work, &source, NULL, NULL, result->sha256, err);
	if (!rc)
		rc = reading_check_unchanged(&source, root, from, err);
	if (!rc) {
		result->size_bytes = (uint64_t)source.before.st_size;
		result->bypassed_cache = source.direct;
		result->state = WIPE_COPY_HASHED;
	}
	reading_close(&source);
	return rc;
}
