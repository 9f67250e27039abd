/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * many-records FOLDER COUNT KEY CERT: COUNT signed records as engineers leave them
 * behind, attempt and erasure in turn, each after the one before, PER_FOLDER in a
 * folder. The media are of memory, the erasures are run.
 */
#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include <wipecert/sign.h>

#include "sample_record.h"

#define PER_FOLDER 1000
#define PATH_BYTES 4096

static void save(const char *path, const void *bytes, size_t length)
{
	FILE *file = fopen(path, "wbx");

	if (!file || fwrite(bytes, 1, length, file) != length || fclose(file))
		err(1, "%s", path);
}

static void make_folder(const char *folder, size_t number, char *path, size_t size)
{
	snprintf(path, size, "%s/%04zu", folder, number / PER_FOLDER);
	if (mkdir(path, 0755) && errno != EEXIST)
		err(1, "%s", path);
}

static void make(const struct wipecert_signer *signer, const struct sample_subject *subject,
		 enum wipecert_type type, const char *folder, struct wipecert_link *link)
{
	unsigned char *der = NULL;
	size_t json_bytes, der_bytes;
	struct wipe_error why;
	char path[PATH_BYTES + 64];
	char *json;

	wipe_error_clear(&why);
	if (sample_record_of(subject, type, SAMPLE_VERIFIED, &json, &json_bytes) ||
	    wipecert_sign(signer, json, json_bytes, &der, &der_bytes, link, &why))
		errx(1, "%s: %s", subject->id, why.message);
	snprintf(link->id, sizeof(link->id), "%s", subject->id);
	link->is_signed = true;
	snprintf(path, sizeof(path), "%s/massho-%s%s.p7m", folder, subject->id,
		 type == WIPECERT_ATTEMPT ? ".attempt" : "");
	save(path, der, der_bytes);
	free(json);
	free(der);
}

static void make_all(const struct wipecert_signer *signer, const char *folder, size_t count,
		     const char *mark)
{
	struct wipecert_link last, attempt;
	char serial[32], id[WIPECERT_ID_BYTES], path[PATH_BYTES];
	bool is_first = true;

	for (size_t i = 0; i < count; i++) {
		bool closes = i % 2 != 0;
		struct sample_subject subject = { .serial = serial,
						  .id = id,
						  .issued_at_s = time(NULL),
						  .capacity_bytes = 1 << 16 };

		snprintf(serial, sizeof(serial), "%.4s-%08zu", mark, i / 2);
		snprintf(id, sizeof(id), "%.8s-0000-4000-8000-0000%08x", mark, (unsigned int)i);
		subject.previous = is_first ? NULL : &last;
		subject.closes = closes ? &attempt : NULL;
		make_folder(folder, i, path, sizeof(path));
		make(signer, &subject, closes ? WIPECERT_ERASURE : WIPECERT_ATTEMPT, path, &last);
		is_first = false;
		if (!closes)
			attempt = last;
	}
}

int main(int argc, char **argv)
{
	struct wipecert_signer_source source = { .key = NULL };
	struct wipecert_signer *signer;
	struct wipe_error why;
	char mark[9] = "";
	uint8_t sha256[32];

	if (argc != 5)
		errx(2, "usage: many-records FOLDER COUNT KEY CERT");
	source.key = argv[3];
	source.cert = argv[4];
	wipe_error_clear(&why);
	if (wipecert_signer_load(&source, &signer, &why))
		errx(1, "%s", why.message);
	/* Ids and serials of different signers differ. */
	wipecert_signer_sha256(signer, sha256);
	for (size_t i = 0; i < 4; i++)
		snprintf(mark + 2 * i, 3, "%02x", sha256[i]);
	make_all(signer, argv[1], strtoul(argv[2], NULL, 10), mark);
	wipecert_signer_free(signer);
	return 0;
}
