/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * policy.json says what is asked; engineer/, manager/, officer/ and tsa/ hold the
 * anchors of a role, crl/ the revocation lists. Everything is opened below the
 * folder's descriptor and without following links: what was looked at is what is
 * read, and a link cannot bring in an anchor from elsewhere.
 */
#include "trust_folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "blob.h"
#include "certificate.h"
#include "roles.h"
#include "text.h"

#define POLICY_NAME "policy.json"
#define LISTS_NAME "crl"
#define FILES_MAX 1000 /* in one folder */

struct reading {
	struct wipecert_trust *trust;
	const char *path; /* of the trust folder */
	int fd;
	struct wipe_error *err;
};

typedef int (*take_fn)(const struct reading *reading, unsigned int role, const unsigned char *bytes,
		       size_t length, const char *shown);

/* What a folder in the trust folder is for. */
struct part {
	const char *name;
	unsigned int role;
	size_t file_max;
	const char *const *endings;
	take_fn take;
};

static int take_anchors(const struct reading *reading, unsigned int role,
			const unsigned char *bytes, size_t length, const char *shown)
{
	STACK_OF(X509) *list = NULL;
	int code = certificate_parse_all(bytes, length, shown, &list, reading->err);

	if (!code)
		code = trust_add_authorities(reading->trust, list, shown, ROLES_BIT(role),
					     reading->err);
	sk_X509_pop_free(list, X509_free);
	return code;
}

/* Apart from the others: a record's signer is no timestamp's. */
static int take_time_authorities(const struct reading *reading, unsigned int role,
				 const unsigned char *bytes, size_t length, const char *shown)
{
	STACK_OF(X509) *list = NULL;
	int code = trust_need_tsa(reading->trust, reading->err);

	(void)role;
	if (!code)
		code = certificate_parse_all(bytes, length, shown, &list, reading->err);
	if (!code)
		code = trust_add_authorities(reading->trust->tsa, list, shown, 0, reading->err);
	sk_X509_pop_free(list, X509_free);
	return code;
}

/* For both: which authority a list is of, it tells itself. */
static int take_lists(const struct reading *reading, unsigned int role, const unsigned char *bytes,
		      size_t length, const char *shown)
{
	int code = trust_add_lists(reading->trust, bytes, length, shown, reading->err);

	(void)role;
	if (!code && reading->trust->tsa)
		code = trust_add_lists(reading->trust->tsa, bytes, length, shown, reading->err);
	return code;
}

static const char *const anchor_endings[] = { ".pem", ".crt", ".cer", ".der", NULL };
static const char *const list_endings[] = { ".crl", ".pem", ".der", NULL };

static const struct part parts[] = {
	{ "engineer", WIPECERT_ENGINEER, TRUST_ANCHORS_MAX_BYTES, anchor_endings, take_anchors },
	{ "manager", WIPECERT_MANAGER, TRUST_ANCHORS_MAX_BYTES, anchor_endings, take_anchors },
	{ "officer", WIPECERT_OFFICER, TRUST_ANCHORS_MAX_BYTES, anchor_endings, take_anchors },
	{ "tsa", WIPECERT_TSA, TRUST_ANCHORS_MAX_BYTES, anchor_endings, take_time_authorities },
	{ LISTS_NAME, 0, TRUST_LIST_MAX_BYTES, list_endings, take_lists },
};
#define PARTS (sizeof(parts) / sizeof(parts[0]))

static bool ends_with(const char *name, const char *const *endings)
{
	size_t length = strlen(name);

	for (; *endings; endings++) {
		size_t bytes = strlen(*endings);

		if (length > bytes && strcmp(name + length - bytes, *endings) == 0)
			return true;
	}
	return false;
}

/* A descriptor, or a negative code: a link is told as what it is. */
static int open_below(const struct reading *reading, int folder_fd, const char *name, int flags,
		      const char *shown)
{
	int fd = openat(folder_fd, name,
			flags | O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
	int saved = errno;
	struct stat st;

	if (fd >= 0)
		return fd;
	if (fstatat(folder_fd, name, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISLNK(st.st_mode))
		return wipe_error_set(reading->err, WIPE_E_REFUSED, 0,
				      _("%s: a symbolic link, which a trust folder may not hold"),
				      shown);
	return wipe_error_set(reading->err, saved == ENOENT ? WIPE_E_NOTFOUND : WIPE_E_SYSTEM,
			      saved, "%s", shown);
}

static int read_file(const struct reading *reading, int folder_fd, const char *name, size_t max,
		     const char *shown, unsigned char **bytes, size_t *length)
{
	int fd = open_below(reading, folder_fd, name, 0, shown), code;

	if (fd < 0)
		return fd;
	code = blob_read_fd(fd, shown, max, BLOB_PUBLIC, bytes, length, reading->err);
	close(fd);
	return code;
}

static int read_entry(const struct reading *reading, const struct part *part, int folder_fd,
		      const char *name)
{
	char shown[1024];
	unsigned char *bytes = NULL;
	size_t length;
	int code;

	snprintf(shown, sizeof(shown), "%s/%s/%s", reading->path, part->name, name);
	code = read_file(reading, folder_fd, name, part->file_max, shown, &bytes, &length);
	if (!code)
		code = part->take(reading, part->role, bytes, length, shown);
	free(bytes);
	return code;
}

/* Takes folder_fd over. Names that end otherwise are passed over: notes, for example. */
static int read_entries(const struct reading *reading, const struct part *part, int folder_fd)
{
	DIR *folder = fdopendir(folder_fd);
	struct dirent *entry;
	size_t files = 0;
	int code = 0;

	if (!folder) {
		code = wipe_error_set(reading->err, WIPE_E_SYSTEM, errno, "%s/%s", reading->path,
				      part->name);
		close(folder_fd);
		return code;
	}
	while (!code && (errno = 0, entry = readdir(folder))) {
		if (entry->d_name[0] == '.' || !ends_with(entry->d_name, part->endings))
			continue;
		if (++files > FILES_MAX)
			code = wipe_error_set(reading->err, WIPE_E_FORMAT, 0,
					      _("%s/%s: more than %d files"), reading->path,
					      part->name, FILES_MAX);
		else
			code = read_entry(reading, part, dirfd(folder), entry->d_name);
	}
	if (!code && errno)
		code = wipe_error_set(reading->err, WIPE_E_SYSTEM, errno, "%s/%s", reading->path,
				      part->name);
	closedir(folder);
	return code;
}

static bool exists(int folder_fd, const char *name)
{
	struct stat st;

	return fstatat(folder_fd, name, &st, AT_SYMLINK_NOFOLLOW) == 0;
}

static int read_part(const struct reading *reading, const struct part *part)
{
	char shown[1024];
	int fd;

	if (!exists(reading->fd, part->name))
		return 0;
	snprintf(shown, sizeof(shown), "%s/%s", reading->path, part->name);
	fd = open_below(reading, reading->fd, part->name, O_DIRECTORY, shown);
	return fd < 0 ? fd : read_entries(reading, part, fd);
}

static int read_policy(const struct reading *reading)
{
	char shown[1024];
	unsigned char *bytes = NULL;
	size_t length;
	int code;

	snprintf(shown, sizeof(shown), "%s/%s", reading->path, POLICY_NAME);
	code = read_file(reading, reading->fd, POLICY_NAME, POLICY_MAX_BYTES, shown, &bytes,
			 &length);
	if (!code) {
		code = policy_parse(bytes, length, &reading->trust->policy, reading->err);
		if (code)
			wipe_error_context(reading->err, "%s", shown);
	}
	free(bytes);
	if (!code)
		reading->trust->lenient = policy_most_lenient(reading->trust->policy);
	return code;
}

/* In no folder of a role a certificate has no role: a mistake that would stay unseen. */
static int check_top(const struct reading *reading)
{
	int copy = openat(reading->fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *folder = copy < 0 ? NULL : fdopendir(copy);
	struct dirent *entry;
	int code = 0;

	if (!folder) {
		if (copy >= 0)
			close(copy);
		return wipe_error_set(reading->err, WIPE_E_SYSTEM, errno, "%s", reading->path);
	}
	while (!code && (entry = readdir(folder)))
		if (ends_with(entry->d_name, anchor_endings))
			code = wipe_error_set(reading->err, WIPE_E_REFUSED, 0,
					      _("%s/%s: in a trust folder certificates lie in the "
						"folder of a role"),
					      reading->path, entry->d_name);
	closedir(folder);
	return code;
}

static bool has_anchor(const struct wipecert_trust *trust, const uint8_t sha256[32])
{
	for (size_t i = 0; i < trust->anchor_count; i++)
		if (memcmp(trust->anchors[i].sha256, sha256, 32) == 0)
			return true;
	return false;
}

/* A rule for an anchor that is not there would be one that never holds. */
static int check_named_anchors(const struct reading *reading)
{
	const struct wipecert_trust *trust = reading->trust;

	for (size_t i = 0; i < trust->policy->anchor_count; i++) {
		const uint8_t *sha256 = trust->policy->anchors[i].sha256;

		if (!has_anchor(trust, sha256) && !(trust->tsa && has_anchor(trust->tsa, sha256)))
			return wipe_error_set(reading->err, WIPE_E_REFUSED, 0,
					      _("%s: the policy names an anchor that is in no "
						"folder (number %zu of \"anchors\")"),
					      reading->path, i + 1);
	}
	return 0;
}

static int check_anchors(const struct reading *reading)
{
	unsigned int roles = 0;

	for (size_t i = 0; i < reading->trust->anchor_count; i++)
		roles |= reading->trust->anchors[i].roles;
	if (!(roles & (ROLES_BIT(WIPECERT_ENGINEER) | ROLES_BIT(WIPECERT_MANAGER))))
		return wipe_error_set(reading->err, WIPE_E_NOTFOUND, 0,
				      _("%s: no certificate in engineer or manager: nobody could "
					"sign a record"),
				      reading->path);
	if (!(roles & ROLES_BIT(WIPECERT_OFFICER)) && reading->trust->policy->asks_confirmation)
		return wipe_error_set(reading->err, WIPE_E_NOTFOUND, 0,
				      _("%s: no certificate in officer, though the policy asks for "
					"confirmations"),
				      reading->path);
	return check_named_anchors(reading);
}

static int read_roster(const struct reading *reading, unsigned char **roster, size_t *bytes)
{
	char shown[1024];

	snprintf(shown, sizeof(shown), "%s/%s", reading->path, TRUST_FOLDER_ROSTER);
	if (exists(reading->fd, TRUST_FOLDER_ROSTER))
		return read_file(reading, reading->fd, TRUST_FOLDER_ROSTER, WIPECERT_P7M_MAX_BYTES,
				 shown, roster, bytes);
	if (!reading->trust->policy->asks_roster)
		return 0;
	return wipe_error_set(reading->err, WIPE_E_NOTFOUND, 0,
			      _("%s: it is missing, though the policy asks for it"), shown);
}

static int read_all(const struct reading *reading, unsigned char **roster, size_t *roster_bytes)
{
	int code = read_policy(reading);

	if (!code)
		code = check_top(reading);
	for (size_t i = 0; i < PARTS && !code; i++)
		code = read_part(reading, &parts[i]);
	if (!code)
		code = check_anchors(reading);
	return code ? code : read_roster(reading, roster, roster_bytes);
}

int trust_folder_read(struct wipecert_trust *trust, const char *path, unsigned char **roster,
		      size_t *roster_bytes, struct wipe_error *err)
{
	struct reading reading = { .trust = trust, .path = path, .err = err };
	int code;

	*roster = NULL;
	*roster_bytes = 0;
	reading.fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (reading.fd < 0)
		return wipe_error_set(err, WIPE_E_SYSTEM, errno, "%s", path);
	code = read_all(&reading, roster, roster_bytes);
	close(reading.fd);
	return code;
}

enum trust_folder_kind trust_folder_kind_of(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	enum trust_folder_kind kind = TRUST_FOLDER_NONE;
	struct stat st;

	if (fd < 0)
		return TRUST_FOLDER_NONE;
	for (size_t i = 0; i < PARTS; i++)
		if (strcmp(parts[i].name, LISTS_NAME) != 0 &&
		    fstatat(fd, parts[i].name, &st, 0) == 0 && S_ISDIR(st.st_mode))
			kind = TRUST_FOLDER_BROKEN;
	if (exists(fd, POLICY_NAME))
		kind = TRUST_FOLDER_POLICY;
	close(fd);
	return kind;
}
