/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "erase_list.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "checked.h"
#include "cleanup.h"
#include "erase_links.h"
#include "erase_root.h"
#include "resolve.h"
#include "text.h"

struct lister {
	const struct wipe_file_job *job;
	struct erase_list *list;
	erase_list_progress_fn *progress;
	void *arg;
	struct wipe_error *err;
};

static int no_memory(struct lister *lister)
{
	return wipe_error_set(lister->err, WIPE_E_NOMEM, 0, _("out of memory"));
}

static enum wipe_file_kind kind_of(mode_t mode)
{
	switch (mode & S_IFMT) {
	case S_IFREG:
		return WIPE_FILE_REGULAR;
	case S_IFDIR:
		return WIPE_FILE_FOLDER;
	case S_IFLNK:
		return WIPE_FILE_SYMLINK;
	case S_IFIFO:
		return WIPE_FILE_FIFO;
	case S_IFSOCK:
		return WIPE_FILE_SOCKET;
	case S_IFCHR:
	case S_IFBLK:
		return WIPE_FILE_DEVICE;
	default:
		return WIPE_FILE_UNKNOWN;
	}
}

/* Takes entry->path over. */
static int push(struct lister *lister, const struct erase_entry *entry)
{
	struct erase_list *list = lister->list;

	if (list->count == list->room) {
		size_t room = list->room ? 2 * list->room : 64;
		struct erase_entry *grown =
			reallocarray(list->entries, room, sizeof(*list->entries));

		if (!grown) {
			free(entry->path);
			return no_memory(lister);
		}
		list->entries = grown;
		list->room = room;
	}
	list->entries[list->count++] = *entry;
	return 0;
}

/* Only of a folder what is in it can be erased and the mount left: a file that is one stays. */
static bool is_mounted_on(const struct erase_entry *entry, const struct stat *st)
{
	return entry->is_kept && !S_ISDIR(st->st_mode);
}

/* What fd (O_PATH; -1 with errno: it could not be opened) is, in the folder that folder is. */
static int push_open(struct lister *lister, struct erase_entry *entry, int fd,
		     const struct stat *folder)
{
	struct stat st;

	entry->kind = WIPE_FILE_UNKNOWN;
	entry->wanted = ERASE_NONE;
	entry->folder_dev = folder->st_dev;
	entry->folder_ino = folder->st_ino;
	if (fd < 0 && errno == EXDEV) {
		entry->kind = WIPE_FILE_MOUNT;
	} else if (fd < 0 || fstat(fd, &st)) {
		entry->sys_errno = errno;
	} else if (is_mounted_on(entry, &st)) {
		entry->kind = WIPE_FILE_MOUNT;
		entry->is_kept = false;
	} else {
		entry->kind = kind_of(st.st_mode);
		entry->dev = st.st_dev;
		entry->ino = st.st_ino;
		erase_birth_read(fd, &entry->birth);
		entry->links = st.st_nlink;
		entry->size_bytes = S_ISREG(st.st_mode) ? (uint64_t)st.st_size : 0;
		entry->block_bytes = S_ISREG(st.st_mode) ? (uint64_t)st.st_blocks * 512 : 0;
	}
	if (strlen(entry->path) > WIPE_FILE_PATH_MAX)
		entry->sys_errno = ENAMETOOLONG;
	return push(lister, entry);
}

static int push_child(struct lister *lister, size_t folder, DIR *dir, const struct stat *st,
		      const char *name)
{
	const struct erase_entry *in = &lister->list->entries[folder];
	size_t prefix = (size_t)(in->below - in->path);
	struct erase_entry entry = { .root = in->root, .depth = in->depth + 1 };
	CLEANUP_FD int fd = -1;
	int slash = *in->path && in->path[strlen(in->path) - 1] != '/';

	if (asprintf(&entry.path, "%s%s%s", in->path, slash ? "/" : "", name) < 0)
		return no_memory(lister);
	entry.relative = in->depth ? in->relative : strlen(in->path) + (size_t)slash;
	/* Of a mount that was given, the root is the folder itself. */
	entry.below = entry.path + prefix;
	if (in->is_kept)
		entry.below = entry.path + strlen(entry.path) - strlen(name);
	fd = resolve_open(dirfd(dir), name, O_PATH | O_NOFOLLOW);
	return push_open(lister, &entry, fd, st);
}

static int open_folder(struct lister *lister, const struct erase_entry *entry, DIR **dir,
		       struct stat *st)
{
	CLEANUP_FD int root = erase_list_open_root(&lister->list->roots[entry->root]);
	CLEANUP_FD int fd = root < 0 ? -1 :
				       resolve_open(root, entry->is_kept ? "." : entry->below,
						    O_RDONLY | O_DIRECTORY);

	*dir = NULL;
	if (fd < 0 || fstat(fd, st) || erase_entry_check(entry, fd))
		return errno;
	*dir = fdopendir(fd);
	if (!*dir)
		return errno;
	fd = -1;
	return 0;
}

static int read_folder(struct lister *lister, size_t folder)
{
	CLEANUP_DIR DIR *dir = NULL;
	const struct dirent *found;
	struct stat st;
	int rc = 0, failed = open_folder(lister, &lister->list->entries[folder], &dir, &st);

	while (!rc && dir && (errno = 0, found = readdir(dir))) {
		if (!strcmp(found->d_name, ".") || !strcmp(found->d_name, ".."))
			continue;
		rc = push_child(lister, folder, dir, &st, found->d_name);
	}
	if (!rc && dir)
		failed = errno;
	lister->list->entries[folder].sys_errno = failed;
	if (!rc && lister->progress && lister->progress(lister->arg, lister->list))
		rc = wipe_error_set(lister->err, WIPE_E_INTERRUPTED, 0, _("stopped"));
	return rc;
}

/* What is found in a folder is what is still to be looked into. */
static int list_below(struct lister *lister, size_t first)
{
	int rc = 0;

	for (size_t i = first; i < lister->list->count && !rc; i++) {
		const struct erase_entry *entry = &lister->list->entries[i];

		if (entry->kind == WIPE_FILE_FOLDER && !entry->sys_errno)
			rc = read_folder(lister, i);
	}
	return rc;
}

static int refuse_kind(const char *path, enum wipe_file_kind kind, struct wipe_error *err)
{
	if (kind == WIPE_FILE_SYMLINK)
		return wipe_error_set(err, WIPE_E_REFUSED, 0,
				      _("%s is a symbolic link, which is not followed"), path);
	return wipe_error_set(err, WIPE_E_REFUSED, 0, _("%s is neither a file nor a folder"), path);
}

static int list_path(struct lister *lister, const char *path)
{
	struct erase_entry entry = { .path = NULL };
	size_t first = lister->list->count;
	CLEANUP_FD int fd = -1;
	struct stat folder;
	int rc = erase_root_find(lister->list, path, &entry, &fd, &folder, lister->err);

	if (!rc) {
		entry.relative = (size_t)(entry.below - entry.path);
		rc = push_open(lister, &entry, fd, &folder);
	}
	if (rc)
		return rc;
	switch (lister->list->entries[first].kind) {
	case WIPE_FILE_REGULAR:
	case WIPE_FILE_MOUNT:
		return 0;
	case WIPE_FILE_FOLDER:
		if (!lister->job->recursive && !lister->job->wanted)
			return wipe_error_set(lister->err, WIPE_E_REFUSED, 0,
					      _("%s is a folder: with --recursive it is erased "
						"with all that is in it"),
					      path);
		return list_below(lister, first);
	default:
		return refuse_kind(path, lister->list->entries[first].kind, lister->err);
	}
}

const struct erase_entry *erase_list_told(const struct erase_list *list, size_t first)
{
	size_t name = first;

	while (name != ERASE_NONE && list->entries[name].match == WIPE_FILE_EQUAL)
		name = list->entries[name].next_name;
	return &list->entries[name == ERASE_NONE ? first : name];
}

int erase_entry_check(const struct erase_entry *entry, int fd)
{
	struct stat st;

	if (fstat(fd, &st))
		return -1;
	if (st.st_dev == entry->dev && st.st_ino == entry->ino &&
	    kind_of(st.st_mode) == entry->kind &&
	    erase_birth_fits(&entry->birth, fd, S_ISDIR(st.st_mode)))
		return 0;
	errno = ESTALE;
	return -1;
}

bool erase_entry_is_only_name(const struct erase_entry *entry)
{
	return entry->kind == WIPE_FILE_SYMLINK || entry->kind == WIPE_FILE_FIFO ||
	       entry->kind == WIPE_FILE_SOCKET;
}

bool erase_entry_is_told(const struct erase_entry *entry)
{
	return !entry->is_repeated && (!entry->is_kept || entry->sys_errno);
}

bool erase_entry_is_file(const struct erase_entry *entry)
{
	return entry->kind == WIPE_FILE_REGULAR && !entry->is_other_name && !entry->is_repeated;
}

bool erase_entry_is_folder_to_go(const struct erase_entry *entry)
{
	return entry->kind == WIPE_FILE_FOLDER && !entry->is_kept && !entry->is_repeated &&
	       !entry->sys_errno;
}

int erase_entry_error(const struct erase_entry *entry, struct wipe_error *err)
{
	if (strlen(entry->path) <= WIPE_FILE_PATH_MAX)
		return resolve_error(entry->sys_errno, err);
	return wipe_error_set(err, WIPE_E_REFUSED, 0,
			      _("its path has more than %d bytes: name a folder on the way to it "
				"by a shorter one, from where that lies"),
			      WIPE_FILE_PATH_MAX);
}

int erase_list_open_folder(const struct erase_list *list, const struct erase_entry *entry,
			   const char **name)
{
	CLEANUP_FD int root = erase_list_open_root(&list->roots[entry->root]);

	return root < 0 ? -1 : resolve_parent(root, entry->below, name);
}

static int compare(const void *a, const void *b)
{
	const struct erase_entry *first = a, *second = b;

	return strcmp(first->path, second->path);
}

static void count(struct erase_list *list)
{
	list->files = list->bytes = list->block_bytes = 0;
	for (size_t i = 0; i < list->count; i++) {
		const struct erase_entry *entry = &list->entries[i];

		if (!erase_entry_is_file(entry))
			continue;
		list->files++;
		/* Sparse ones can be larger than any medium. */
		if (!checked_add_u64(list->bytes, entry->size_bytes, &list->bytes))
			list->bytes = UINT64_MAX;
		list->block_bytes += entry->block_bytes;
	}
}

int erase_list_settle(struct erase_list *list, struct wipe_error *err)
{
	int rc = erase_links_find(list, err);

	if (!rc)
		count(list);
	return rc;
}

int erase_list_make(const struct wipe_file_job *job, erase_list_progress_fn *progress, void *arg,
		    struct erase_list *list, struct wipe_error *err)
{
	struct lister lister = { job, list, progress, arg, err };
	int rc = 0;

	*list = (struct erase_list){ 0 };
	list->roots = calloc(job->path_count, sizeof(*list->roots));
	if (!list->roots)
		return no_memory(&lister);
	for (size_t i = 0; i < job->path_count && !rc; i++)
		rc = list_path(&lister, job->paths[i]);
	if (!rc && list->count)
		qsort(list->entries, list->count, sizeof(*list->entries), compare);
	return rc ? rc : erase_list_settle(list, err);
}

void erase_list_clear(struct erase_list *list)
{
	for (size_t i = 0; i < list->count; i++) {
		free(list->entries[i].path);
		free(list->entries[i].error);
	}
	for (size_t i = 0; i < list->root_count; i++)
		free(list->roots[i].path);
	free(list->entries);
	free(list->roots);
	*list = (struct erase_list){ 0 };
}
