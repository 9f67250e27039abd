/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "listing.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cleanup.h"
#include "listing_source.h"
#include "resolve.h"
#include "text.h"

struct lister {
	struct listing *listing;
	const struct stat *forbidden;
	listing_progress_fn *progress;
	void *arg;
	struct wipe_error *err;
};

static int no_memory(struct wipe_error *err)
{
	return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
}

/* Takes entry->to over. */
static int push(struct lister *lister, const struct listing_entry *entry)
{
	struct listing *listing = lister->listing;

	if (listing->count == listing->room) {
		size_t room = listing->room ? 2 * listing->room : 64;
		struct listing_entry *grown =
			reallocarray(listing->entries, room, sizeof(*listing->entries));

		if (!grown) {
			free(entry->to);
			return no_memory(lister->err);
		}
		listing->entries = grown;
		listing->room = room;
	}
	listing->entries[listing->count++] = *entry;
	if (entry->kind == WIPE_COPY_REGULAR && !entry->sys_errno) {
		listing->files++;
		listing->bytes += entry->size_bytes;
	}
	return 0;
}

/* An entry for what is open, or for what could not be opened (fd -1, errno). */
static int push_open(struct lister *lister, size_t source, char *to, int fd)
{
	struct listing_entry entry = { .to = to, .source = source, .kind = WIPE_COPY_UNKNOWN };
	struct stat st;

	if (!to)
		return no_memory(lister->err);
	if (fd < 0 && errno == EXDEV) {
		entry.kind = WIPE_COPY_MOUNT;
	} else if (fd < 0 || fstat(fd, &st)) {
		entry.sys_errno = errno;
	} else {
		entry.kind = listing_kind_of(st.st_mode);
		entry.mode = st.st_mode;
		entry.size_bytes = S_ISREG(st.st_mode) ? (uint64_t)st.st_size : 0;
	}
	if (strlen(to) > WIPE_COPY_PATH_MAX)
		entry.sys_errno = ENAMETOOLONG;
	return push(lister, &entry);
}

/* "a" and "b": "a/b"; "" and "b": "b". NULL: no memory. */
static char *join(const char *folder, const char *name)
{
	char *joined;

	return asprintf(&joined, "%s%s%s", folder, *folder ? "/" : "", name) < 0 ? NULL : joined;
}

/* Opens a folder of a source to read it. *dir NULL: errno tells why not. */
static int open_folder(struct lister *lister, size_t source, const char *from, DIR **dir)
{
	CLEANUP_FD int root = listing_open_root(&lister->listing->sources[source]);
	CLEANUP_FD int fd = root < 0 ? -1 : resolve_open(root, from, O_RDONLY | O_DIRECTORY);
	struct stat st;

	*dir = NULL;
	if (fd < 0 || fstat(fd, &st))
		return 0;
	if (lister->forbidden && st.st_dev == lister->forbidden->st_dev &&
	    st.st_ino == lister->forbidden->st_ino)
		return wipe_error_set(lister->err, WIPE_E_REFUSED, 0,
				      _("the destination lies in what is to be copied"));
	*dir = fdopendir(fd);
	if (*dir)
		fd = -1;
	return 0;
}

/* to: the folder below the destination. *failed: an errno, if not all of it could be read. */
static int read_folder(struct lister *lister, size_t source, const char *from, const char *to,
		       int *failed)
{
	CLEANUP_DIR DIR *dir = NULL;
	struct dirent *found;
	int rc = open_folder(lister, source, from, &dir);

	*failed = dir ? 0 : errno;
	while (!rc && dir && (errno = 0, found = readdir(dir))) {
		CLEANUP_FD int fd = -1;
		char *below;

		if (!strcmp(found->d_name, ".") || !strcmp(found->d_name, ".."))
			continue;
		below = join(to, found->d_name);
		fd = resolve_open(dirfd(dir), found->d_name, O_PATH | O_NOFOLLOW);
		rc = push_open(lister, source, below, fd);
	}
	if (!rc && dir)
		*failed = errno;
	if (!rc && lister->progress && lister->progress(lister->arg, lister->listing))
		rc = wipe_error_set(lister->err, WIPE_E_INTERRUPTED, 0, _("stopped"));
	return rc;
}

/* The folders of a name that a source was given: "a" and "a/b" of "a/b/c". */
static int push_folders_of_name(struct lister *lister, size_t source, const char *as)
{
	int rc = 0;

	for (const char *slash = strchr(as, '/'); slash && !rc; slash = strchr(slash + 1, '/')) {
		struct listing_entry entry = { .to = strndup(as, (size_t)(slash - as)),
					       .source = source,
					       .kind = WIPE_COPY_FOLDER,
					       .mode = 0777 };

		rc = entry.to ? push(lister, &entry) : no_memory(lister->err);
	}
	return rc;
}

/* What was found in the tree is what is still to be looked into. */
static int list_below(struct lister *lister, size_t source, size_t first)
{
	struct listing *listing = lister->listing;
	int rc = 0, failed;

	for (size_t i = first; i < listing->count && !rc; i++) {
		const struct listing_entry *entry = &listing->entries[i];

		if (entry->kind != WIPE_COPY_FOLDER || entry->sys_errno)
			continue;
		rc = read_folder(lister, source, listing_from(listing, entry), entry->to, &failed);
		listing->entries[i].sys_errno = failed;
	}
	return rc;
}

static int list_tree(struct lister *lister, size_t source)
{
	const struct listing_source *from = &lister->listing->sources[source];
	CLEANUP_FD int root = listing_open_root(from);
	size_t first = lister->listing->count;
	int rc, failed = 0;

	if (*from->as) {
		rc = push_open(lister, source, strdup(from->as), root);
		return rc ? rc : list_below(lister, source, first);
	}
	rc = read_folder(lister, source, ".", "", &failed);
	if (!rc && failed) {
		rc = resolve_error(failed, lister->err);
		wipe_error_context(lister->err, "%s", from->root);
	}
	return rc ? rc : list_below(lister, source, first);
}

static int list_file(struct lister *lister, size_t source)
{
	const struct listing_source *from = &lister->listing->sources[source];
	CLEANUP_FD int root = listing_open_root(from);
	CLEANUP_FD int fd = root < 0 ? -1 : resolve_open(root, from->file, O_PATH | O_NOFOLLOW);

	return push_open(lister, source, strdup(from->as), fd);
}

static int list_source(struct lister *lister, const struct wipe_copy_source *source)
{
	struct listing *listing = lister->listing;
	size_t index = listing->source_count++;
	struct listing_source *made = &listing->sources[index];
	enum wipe_copy_kind kind;
	int rc = listing_source_look(source, made, &kind, lister->err);

	if (!rc)
		rc = push_folders_of_name(lister, index, made->as);
	if (rc)
		return rc;
	if (kind == WIPE_COPY_FOLDER)
		return list_tree(lister, index);
	if (kind == WIPE_COPY_REGULAR)
		return list_file(lister, index);
	struct listing_entry entry = { .to = strdup(made->as), .source = index, .kind = kind };

	return entry.to ? push(lister, &entry) : no_memory(lister->err);
}

static int compare_entries(const void *a, const void *b)
{
	const struct listing_entry *first = a, *second = b;
	int order = strcmp(first->to, second->to);

	return order ? order : (first->source > second->source) - (first->source < second->source);
}

int listing_make(const struct wipe_copy_job *job, const struct stat *forbidden,
		 listing_progress_fn *progress, void *arg, struct listing *listing,
		 struct wipe_error *err)
{
	struct lister lister = { listing, forbidden, progress, arg, err };
	int rc = 0;

	*listing = (struct listing){ 0 };
	listing->sources = calloc(job->source_count, sizeof(*listing->sources));
	if (!listing->sources)
		return no_memory(err);
	for (size_t i = 0; i < job->source_count && !rc; i++)
		rc = list_source(&lister, &job->sources[i]);
	if (!rc && listing->count)
		qsort(listing->entries, listing->count, sizeof(*listing->entries), compare_entries);
	return rc;
}

void listing_clear(struct listing *listing)
{
	for (size_t i = 0; i < listing->count; i++)
		free(listing->entries[i].to);
	for (size_t i = 0; i < listing->source_count; i++) {
		free(listing->sources[i].root);
		free(listing->sources[i].file);
		free(listing->sources[i].as);
	}
	free(listing->entries);
	free(listing->sources);
	*listing = (struct listing){ 0 };
}

const char *listing_from(const struct listing *listing, const struct listing_entry *entry)
{
	const struct listing_source *source = &listing->sources[entry->source];
	size_t prefix = strlen(source->as);

	if (source->file)
		return source->file;
	if (!prefix)
		return entry->to;
	return entry->to[prefix] ? entry->to + prefix + 1 : ".";
}

struct parent {
	const char *path;
	size_t bytes;
};

static int compare_parent(const void *key, const void *element)
{
	const struct parent *parent = key;
	const struct listing_entry *entry = element;
	int order = strncmp(parent->path, entry->to, parent->bytes);

	return order ? order : -(entry->to[parent->bytes] != '\0');
}

const struct listing_entry *listing_parent(const struct listing *listing,
					   const struct listing_entry *entry)
{
	const char *slash = strrchr(entry->to, '/');
	const struct parent parent = { entry->to, slash ? (size_t)(slash - entry->to) : 0 };

	if (!slash)
		return NULL;
	return bsearch(&parent, listing->entries, listing->count, sizeof(*entry), compare_parent);
}

int listing_open_root(const struct listing_source *source)
{
	int fd = open(source->root, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	struct stat st;

	if (fd < 0)
		return -1;
	if (!fstat(fd, &st) && st.st_dev == source->dev && st.st_ino == source->ino)
		return fd;
	close(fd);
	errno = ESTALE;
	return -1;
}
