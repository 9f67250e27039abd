/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "export_note.h"

#include <dirent.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>

#include <wipecert/verify.h>

#include "i18n.h"

#define ROLES 3
#define SIGNERS_MAX 64
#define NAME_BYTES 256

static const struct {
	enum wipecert_role role;
	const char *folder, *heading;
} roles[ROLES] = {
	{ WIPECERT_MANAGER, "manager", N_("Signed by a manager of the contractor, for example:") },
	{ WIPECERT_ENGINEER, "engineer", N_("Signed by an engineer, for example:") },
	{ WIPECERT_OFFICER, "officer", N_("Signed by an officer, for example:") },
};

/* What can be copied into a shell as it is. */
static bool is_plain(const char *name)
{
	return *name && *name != '-' && *name != '.' && strlen(name) < NAME_BYTES &&
	       !name[strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
				  "0123456789._-")];
}

static bool is_there(const char *folder, const char *below, const char *name)
{
	char path[PATH_MAX];
	struct stat st;

	return snprintf(path, sizeof(path), "%s/%s/%s", folder, below, name) < (int)sizeof(path) &&
	       lstat(path, &st) == 0 && S_ISREG(st.st_mode);
}

/* A record for each role, "" where there is none. */
struct examples {
	char records[ROLES][NAME_BYTES];
	uint8_t signers[SIGNERS_MAX][32]; /* that were looked at */
	size_t signer_count, found;
};

static bool is_known(const struct examples *examples, const uint8_t signer[32])
{
	for (size_t i = 0; i < examples->signer_count; i++)
		if (memcmp(examples->signers[i], signer, 32) == 0)
			return true;
	return false;
}

static void take_example(const struct wipecert_case *opened, size_t index, const char *file,
			 struct examples *examples)
{
	struct wipecert_result result;

	if (wipecert_case_load_record(opened, index, &result, NULL))
		return;
	for (size_t i = 0; i < ROLES; i++) {
		char *record = examples->records[i];

		if (*record || !(result.signatory.roles & 1u << roles[i].role))
			continue;
		snprintf(record, NAME_BYTES, "%s", file);
		examples->found++;
	}
	wipecert_result_clear(&result);
}

static void find_examples(const struct wipecert_case *opened, const char *folder,
			  struct examples *examples)
{
	size_t count = wipecert_case_record_count(opened);

	for (size_t i = 0; i < count && examples->found < ROLES; i++) {
		struct wipecert_case_record record;

		wipecert_case_record(opened, i, &record);
		if (!record.is_signed || !record.counts || !is_plain(record.file) ||
		    is_known(examples, record.signer_sha256) ||
		    !is_there(folder, WIPECERT_FOLDER_RECORDS, record.file))
			continue;
		if (examples->signer_count == SIGNERS_MAX)
			return;
		memcpy(examples->signers[examples->signer_count++], record.signer_sha256, 32);
		take_example(opened, i, record.file, examples);
	}
}

static bool is_pem(const char *path)
{
	char begin[sizeof("-----BEGIN") - 1];
	FILE *in = fopen(path, "re");
	bool is = in && fread(begin, 1, sizeof(begin), in) == sizeof(begin) &&
		  memcmp(begin, "-----BEGIN", sizeof(begin)) == 0;

	if (in)
		fclose(in);
	return is;
}

/* The only authority of the role, in the form that openssl takes. False: there are others. */
static bool find_anchor(const char *folder, const char *role, char name[NAME_BYTES], size_t *count)
{
	char path[PATH_MAX], file[PATH_MAX + NAME_BYTES];
	const struct dirent *one;
	DIR *open;

	*count = 0;
	snprintf(path, sizeof(path), "%s/" WIPECERT_FOLDER_TRUST "/%s", folder, role);
	open = opendir(path);
	while (open && (one = readdir(open)) != NULL) {
		if (*one->d_name == '.')
			continue;
		++*count;
		snprintf(name, NAME_BYTES, "%s", one->d_name);
	}
	if (open)
		closedir(open);
	snprintf(file, sizeof(file), "%s/%s", path, name);
	return *count == 1 && is_plain(name) && is_pem(file);
}

static void put_role(FILE *out, const char *folder, size_t role, const char *record)
{
	const char *name = roles[role].folder;
	char anchor[NAME_BYTES] = "";
	size_t count;
	bool is_one = find_anchor(folder, name, anchor, &count);

	if (!count || !*record)
		return;
	fprintf(out, "%s\n", _(roles[role].heading));
	if (!is_one)
		fprintf(out,
			"  for one in trust/%s/*; do openssl x509 -in \"$one\"; done > %s.pem\n",
			name, name);
	fprintf(out, "  openssl cms -verify -inform DER -binary -cades -in records/%s -CAfile ",
		record);
	if (is_one)
		fprintf(out, "trust/%s/%s\n", name, anchor);
	else
		fprintf(out, "%s.pem\n", name);
}

static void put_openssl(FILE *out, const struct wipecert_case *opened, const char *folder)
{
	struct examples examples = { .found = 0 };

	find_examples(opened, folder, &examples);
	if (!examples.found)
		return;
	fprintf(out, "\n%s\n",
		_("To check the signature of one record with stock tools, in this folder; each role "
		  "has authorities of its own. Of another record put its file in the place of the "
		  "one named here; whose it is shows by which of these succeeds."));
	for (size_t i = 0; i < ROLES; i++)
		put_role(out, folder, i, examples.records[i]);
	if (wipecert_case_included_count(opened))
		fprintf(out, "%s\n",
			_("Cases of subcontractors lie in subcontractors/, each with a trust folder "
			  "of its own; the same goes there."));
}

static void put_hash(FILE *out, const uint8_t sha256[32])
{
	for (size_t i = 0; i < 32; i++)
		fprintf(out, "%02x", sha256[i]);
	putc('\n', out);
}

/* Whoever hands it on has to know what names are still in it. */
static void put_left_out(FILE *out, const struct wipecert_case_export *left_out)
{
	fprintf(out, "\n%s\n", _("Left out of this copy, which verifies all the same:"));
	fprintf(out, "  - ");
	fprintf(out,
		_("files beside the records: lists of persons, documents, photographs, receipts and "
		  "scans of papers (%zu files)"),
		left_out->left_out - left_out->without_names);
	fprintf(out, "\n  - ");
	fprintf(out,
		_("names of files in the lists of files, which have salted hashes in their place (%zu "
		  "lists)"),
		left_out->without_names);
	fprintf(out, "\n  - %s\n",
		_("names that somebody gave the files of records, and whatever is no part of the "
		  "case"));
	fprintf(out, "\n%s\n",
		_("Still in it, since it is in signed records, of which nothing can be taken away:"));
	fprintf(out, "  - %s\n",
		_("names of persons where they were stated: officers, who gave something or got it "
		  "back, who carried out and watched a destruction, who gave a word; and names in the "
		  "certificates of those who signed"));
	fprintf(out, "  - %s\n",
		_("names and places of things: labels, descriptions, remarks, reasons, serials, where "
		  "copies went (also paths)"));
}

void export_note_write(FILE *out, const struct wipecert_case *opened, const char *folder,
		       const struct wipecert_case_export *left_out)
{
	struct wipecert_case_summary summary;
	uint8_t sha256[32];

	wipecert_case_summarize(opened, &summary);
	fprintf(out, "%s\n\n",
		_("A copy of a case: signed records of what was received, permitted, "
		  "copied, erased, returned and confirmed under a contract."));
	fprintf(out, "%s\n  wipe-verify . --init ", _("To verify it whole, in this folder:"));
	wipecert_case_init_sha256(opened, sha256);
	put_hash(out, sha256);
	fprintf(out, "%s\n",
		_("Compare that hash with the one on the papers of the contract, not with this "
		  "file. Or drop this folder onto the officer's page."));
	put_openssl(out, opened, folder);
	fprintf(out, "\n%s\n", _("The newest records of this copy:"));
	for (size_t i = 0; i < summary.head_count; i++) {
		fprintf(out, "  %llu  ", (unsigned long long)summary.head_numbers[i]);
		put_hash(out, summary.heads[i].econtent_sha256);
	}
	if (left_out)
		put_left_out(out, left_out);
}
