/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "demo_trust.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <jansson.h>
#include <wipecert/confirm.h>
#include <wipecert/save.h>
#include <wipecert/sign.h>

#include "i18n.h"
#include "output.h"

#define ROOT_MAX_BYTES ((size_t)1 << 16)
#define DAY_S (INT64_C(24) * 60 * 60)

/* Innermost last, so that it can be taken away from the end. */
static const char *const folders[] = { "trust",		"trust/engineer", "trust/manager",
				       "trust/officer", "trust/tsa",	  "trust/crl" };
static const char *const anchors[] = { "trust/engineer/root.pem", "trust/manager/root.pem",
				       "trust/officer/root.pem", "trust/tsa/root.pem" };
#define POLICY "trust/policy.json"
#define ROSTER "trust/roster.p7m"
#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static int path_in(char path[PATH_MAX], const char *dir, const char *name, struct wipe_error *err)
{
	if (snprintf(path, PATH_MAX, "%s/%s", dir, name) < PATH_MAX)
		return 0;
	return wipe_error_set(err, WIPE_E_SYSTEM, ENAMETOOLONG, "%s", dir);
}

static int save(const char *dir, const char *name, const void *bytes, size_t length,
		struct wipe_error *err)
{
	char path[PATH_MAX];
	int rc = path_in(path, dir, name, err);

	return rc ? rc : wipecert_save(path, bytes, length, err);
}

static int make_folders(const char *dir, struct wipe_error *err)
{
	char path[PATH_MAX];

	for (size_t i = 0; i < COUNT(folders); i++) {
		int rc = path_in(path, dir, folders[i], err);

		if (rc)
			return rc;
		if (mkdir(path, 0755))
			return wipe_error_set(err, WIPE_E_SYSTEM, errno, "%s", path);
	}
	return 0;
}

static void remove_all(const char *dir)
{
	static const char *const files[] = { POLICY, ROSTER };
	char path[PATH_MAX];

	for (size_t i = 0; i < COUNT(files); i++)
		if (!path_in(path, dir, files[i], NULL))
			unlink(path);
	for (size_t i = 0; i < COUNT(anchors); i++)
		if (!path_in(path, dir, anchors[i], NULL))
			unlink(path);
	for (size_t i = COUNT(folders); i-- > 0;)
		if (!path_in(path, dir, folders[i], NULL))
			rmdir(path);
}

static int copy_root(const char *dir, struct wipe_error *err)
{
	unsigned char *bytes = NULL;
	char path[PATH_MAX];
	size_t length;
	int rc = path_in(path, dir, "root.pem", err);

	if (!rc)
		rc = wipecert_load(path, ROOT_MAX_BYTES, &bytes, &length, err);
	for (size_t i = 0; i < COUNT(anchors) && !rc; i++)
		rc = save(dir, anchors[i], bytes, length, err);
	free(bytes);
	return rc;
}

static int fingerprint(const char *dir, const char *name, uint8_t sha256[32],
		       struct wipe_error *err)
{
	char path[PATH_MAX];
	int rc = path_in(path, dir, name, err);

	return rc ? rc : wipecert_certificate_fingerprint(path, sha256, err);
}

/* Of everything that a policy can say something, so that it can be changed from there. */
static int write_policy(const char *dir, struct wipe_error *err)
{
	uint8_t root[32], officer[32];
	json_t *policy;
	char *text;
	int rc = fingerprint(dir, "root.pem", root, err);

	if (!rc)
		rc = fingerprint(dir, "officer.pem", officer, err);
	if (rc)
		return rc;
	policy = json_pack(
		"{s:s, s:s, s:s, s:s, s:s, s:{s:s}, s:[o], s:[{s:o, s:s, s:{s:s}, s:b, s:[]}]}",
		"schema", "massho-trust/1", "name", "massho DEMO (not for real use)", "algorithms",
		"massho-2026", "confirmation", "required", "roster", "required", "revocation",
		"kind", "none", "officers", output_json_hex(officer, sizeof(officer)), "anchors",
		"sha256", output_json_hex(root, sizeof(root)), "note", "massho DEMO Root CA",
		"revocation", "kind", "none", "demonstration", 1, "exceptions");
	text = policy ? json_dumps(policy, JSON_INDENT(2)) : NULL;
	json_decref(policy);
	rc = text ? save(dir, POLICY, text, strlen(text), err) :
		    wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	free(text);
	return rc;
}

static int add_member(const char *dir, const char *name, enum wipecert_role role,
		      int64_t issued_at_s, struct wipecert_member *member, struct wipe_error *err)
{
	*member = (struct wipecert_member){ .role = role,
					    .from_s = issued_at_s - DAY_S,
					    .until_s = WIPECERT_NO_END };
	snprintf(member->person, sizeof(member->person), "massho DEMO %s",
		 wipecert_role_name(role));
	return fingerprint(dir, name, member->certificate_sha256, err);
}

static int sign_roster(const char *dir, const char *json, size_t json_bytes, struct wipe_error *err)
{
	char key[PATH_MAX], cert[PATH_MAX];
	struct wipecert_signer_source source = { .key = key, .cert = cert };
	struct wipecert_signer *signer = NULL;
	unsigned char *der = NULL;
	size_t der_bytes;
	int rc = path_in(key, dir, "officer.key", err);

	if (!rc)
		rc = path_in(cert, dir, "officer.pem", err);
	if (!rc)
		rc = wipecert_signer_load(&source, &signer, err);
	if (!rc)
		rc = wipecert_sign(signer, json, json_bytes, &der, &der_bytes, NULL, err);
	if (!rc)
		rc = save(dir, ROSTER, der, der_bytes, err);
	wipecert_signer_free(signer);
	free(der);
	return rc;
}

static int write_roster(const char *dir, struct wipecert_meta *meta, struct wipe_error *err)
{
	struct wipecert_member *members = calloc(2, sizeof(*members));
	char *json = NULL;
	size_t json_bytes;
	int rc;

	if (!members)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	rc = add_member(dir, "engineer.pem", WIPECERT_ENGINEER, meta->issued_at_s, &members[0],
			err);
	if (!rc)
		rc = add_member(dir, "officer.pem", WIPECERT_OFFICER, meta->issued_at_s,
				&members[1], err);
	if (!rc)
		rc = wipecert_roster_build(members, 2, meta, &json, &json_bytes, err);
	if (!rc)
		rc = sign_roster(dir, json, json_bytes, err);
	free(members);
	free(json);
	return rc;
}

int demo_trust_create(const char *dir, struct wipecert_meta *meta, struct wipe_error *err)
{
	int rc = make_folders(dir, err);

	if (!rc)
		rc = copy_root(dir, err);
	if (!rc)
		rc = write_policy(dir, err);
	if (!rc)
		rc = write_roster(dir, meta, err);
	if (rc)
		remove_all(dir);
	return rc;
}
