/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The head file is replaced as a whole, and its lock is on the file itself: who
 * gets the lock looks whether the name still leads to the file that was locked.
 * An empty file means that there is no record yet.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <wipecert/save.h>

#include "blob.h"
#include "folder.h"
#include "hex.h"
#include "text.h"

#define HEAD_MAX_BYTES ((size_t)512)
#define HASH_HEX_BYTES 65

struct wipecert_chain {
	struct folder folder;
	int fd;
	bool locked;   /* fd holds the lock */
	char path[64]; /* for messages: the name in the folder */
};

static const char head_format[] = "massho.head/1\nid %s\necontent_sha256 %s\nsignature_sha256 %s\n";

/* The rest of the line behind key and a blank; NULL if it is another line. */
static const char *take_line(char **rest, const char *key)
{
	size_t length = strlen(key);
	char *line = *rest, *end = strchr(line, '\n');

	if (!end || strncmp(line, key, length) != 0 || line[length] != ' ')
		return NULL;
	*end = '\0';
	*rest = end + 1;
	return line + length + 1;
}

static bool is_id(const char *id)
{
	return strlen(id) == WIPECERT_ID_BYTES - 1 &&
	       strspn(id, "0123456789abcdef-") == WIPECERT_ID_BYTES - 1;
}

static bool parse_head(char *text, struct wipecert_link *head)
{
	static const char magic[] = "massho.head/1\n";
	const char *id, *content, *signature;

	memset(head, 0, sizeof(*head));
	if (strncmp(text, magic, sizeof(magic) - 1) != 0)
		return false;
	text += sizeof(magic) - 1;
	id = take_line(&text, "id");
	content = id ? take_line(&text, "econtent_sha256") : NULL;
	signature = content ? take_line(&text, "signature_sha256") : NULL;
	if (!signature || *text || !is_id(id) ||
	    !hex_decode(content, head->econtent_sha256, sizeof(head->econtent_sha256)))
		return false;
	memcpy(head->id, id, WIPECERT_ID_BYTES);
	head->is_signed = strcmp(signature, "-") != 0;
	return !head->is_signed ||
	       hex_decode(signature, head->signature_sha256, sizeof(head->signature_sha256));
}

static int read_head(const struct wipecert_chain *chain, struct wipecert_link *head, bool *has_head,
		     struct wipe_error *err)
{
	unsigned char *bytes = NULL;
	size_t length = 0;
	int code = blob_read_fd(chain->fd, chain->path, HEAD_MAX_BYTES, BLOB_PUBLIC, &bytes,
				&length, err);

	*has_head = !code && length > 0;
	if (*has_head && (strlen((char *)bytes) != length || !parse_head((char *)bytes, head))) {
		*has_head = false;
		code = wipe_error_set(err, WIPE_E_FORMAT, 0,
				      _("%s: not the head of a chain of records"), chain->path);
	}
	free(bytes);
	return code;
}

static int wait_for_lock(int fd)
{
	int done;

	do
		done = flock(fd, LOCK_EX);
	while (done && errno == EINTR);
	return done;
}

/* 1: the name leads to another file by now. */
static int was_replaced(const struct wipecert_chain *chain)
{
	struct stat locked, named;

	if (fstat(chain->fd, &locked))
		return -1;
	if (fstatat(chain->folder.fd, chain->folder.name, &named, AT_SYMLINK_NOFOLLOW))
		return errno == ENOENT ? 1 : -1;
	return locked.st_dev != named.st_dev || locked.st_ino != named.st_ino;
}

/* One try: opened and locked what had the name then. */
static int open_and_lock(struct wipecert_chain *chain)
{
	chain->fd = openat(chain->folder.fd, chain->folder.name,
			   O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK, 0644);
	if (chain->fd < 0 || wait_for_lock(chain->fd))
		return -1;
	return was_replaced(chain);
}

static void close_lock(struct wipecert_chain *chain)
{
	if (chain->fd >= 0)
		close(chain->fd);
	chain->fd = -1;
}

static int lock(struct wipecert_chain *chain, struct wipe_error *err)
{
	int replaced = open_and_lock(chain);

	while (replaced == 1) {
		close_lock(chain);
		replaced = open_and_lock(chain);
	}
	chain->locked = replaced == 0;
	return replaced ? wipe_error_set(err, WIPE_E_SYSTEM, errno, "%s", chain->path) : 0;
}

static int open_folder(struct wipecert_chain *chain, const char *folder,
		       const uint8_t signer_sha256[32], struct wipe_error *err)
{
	char digits[17];

	hex_encode(signer_sha256, 8, digits);
	snprintf(chain->path, sizeof(chain->path), ".massho-head-%s", digits);
	memcpy(chain->folder.name, chain->path, sizeof(chain->path));
	chain->folder.fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (chain->folder.fd < 0)
		return wipe_error_set(err, WIPE_E_SYSTEM, errno, "%s", folder);
	return 0;
}

int wipecert_chain_lock(const char *folder, const uint8_t signer_sha256[32],
			struct wipecert_chain **chain, struct wipecert_link *head, bool *has_head,
			struct wipe_error *err)
{
	struct wipecert_chain *new = calloc(1, sizeof(*new));
	int code;

	*chain = NULL;
	*has_head = false;
	if (!new)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, "%s", _("out of memory"));
	new->fd = new->folder.fd = -1;
	code = open_folder(new, folder, signer_sha256, err);
	if (!code)
		code = lock(new, err);
	if (!code)
		code = read_head(new, head, has_head, err);
	if (code)
		wipecert_chain_unlock(new);
	else
		*chain = new;
	return code;
}

static void format_head(const struct wipecert_link *head, char text[HEAD_MAX_BYTES])
{
	char content[HASH_HEX_BYTES], signature[HASH_HEX_BYTES];

	hex_encode(head->econtent_sha256, sizeof(head->econtent_sha256), content);
	hex_encode(head->signature_sha256, sizeof(head->signature_sha256), signature);
	snprintf(text, HEAD_MAX_BYTES, head_format, head->id, content,
		 head->is_signed ? signature : "-");
}

/* The new file is locked before it gets the name: nobody comes in between. */
static int replace(struct wipecert_chain *chain, const char *temporary, struct wipe_error *err)
{
	int fd = openat(chain->folder.fd, temporary, O_RDWR | O_NOFOLLOW | O_CLOEXEC);

	if (fd < 0 || wait_for_lock(fd) ||
	    renameat(chain->folder.fd, temporary, chain->folder.fd, chain->folder.name)) {
		int saved = errno;

		if (fd >= 0)
			close(fd);
		return wipe_error_set(err, WIPE_E_SYSTEM, saved, "%s", chain->path);
	}
	close_lock(chain);
	chain->fd = fd;
	return blob_sync_folder(chain->folder.fd, chain->path, err);
}

int wipecert_chain_advance(struct wipecert_chain *chain, const struct wipecert_link *head,
			   struct wipe_error *err)
{
	char text[HEAD_MAX_BYTES], temporary[FOLDER_NAME_BYTES];
	int code;

	if (!is_id(head->id))
		return wipe_error_set(err, WIPE_E_USAGE, 0, "%s",
				      _("the head of a chain needs the record's id"));
	format_head(head, text);
	code = folder_create_temporary(&chain->folder, chain->path, 0644, text, strlen(text),
				       temporary, err);
	if (code)
		return code;
	code = replace(chain, temporary, err);
	if (code)
		unlinkat(chain->folder.fd, temporary, 0);
	return code;
}

/* An empty head file was made only to be locked. */
static void remove_if_empty(const struct wipecert_chain *chain)
{
	struct stat st;

	if (fstat(chain->fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size == 0 &&
	    was_replaced(chain) == 0)
		unlinkat(chain->folder.fd, chain->folder.name, 0);
}

void wipecert_chain_unlock(struct wipecert_chain *chain)
{
	if (!chain)
		return;
	if (chain->locked)
		remove_if_empty(chain);
	close_lock(chain);
	folder_close(&chain->folder);
	free(chain);
}
