/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What somebody with a key and this library can make and wipe-cert does not: a PDF
 * whose parts do not belong together.
 *
 *   seal_pdf OUT PDF LANGUAGE WORKS AUTHENTIC REASON KEY CERT RECORD...
 *
 * takes the drawing of PDF; "-" stands for what PDF has, and as KEY for no signature.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <wipecert/pdf.h>
#include <wipecert/save.h>

#define ARGUMENTS 9

static struct wipe_error err;

static void check(int rc)
{
	if (!rc)
		return;
	fprintf(stderr, "seal_pdf: %s\n", err.message);
	exit(1);
}

static bool is_given(const char *word)
{
	return strcmp(word, "-") != 0;
}

static void take_state(char **words, struct wipecert_pdf_record *record)
{
	for (int i = 0; is_given(words[5]) && i <= WIPECERT_INVALID; i++)
		if (!strcmp(wipecert_authentic_name((enum wipecert_authentic)i), words[5]))
			record->authentic = (enum wipecert_authentic)i;
	for (int i = 0; is_given(words[6]) && i <= WIPECERT_REASON_DEMO; i++)
		if (!strcmp(wipecert_reason_name((enum wipecert_reason)i), words[6]))
			record->reason = (enum wipecert_reason)i;
}

int main(int argc, char **argv)
{
	const struct wipecert_pdf_record *opened;
	struct wipecert_pdf_record records[8];
	size_t opened_count;
	struct wipecert_signer *signer = NULL;
	unsigned char *data, *sealed, *loaded[8];
	size_t length, sealed_bytes;
	struct wipecert_pdf pdf;

	if (argc < ARGUMENTS || argc > ARGUMENTS + 8)
		return 2;
	check(wipecert_load(argv[2], WIPECERT_PDF_MAX_BYTES, &data, &length, &err));
	check(wipecert_pdf_open(data, length, &pdf, &err));
	if (pdf.reason != WIPECERT_REASON_NONE)
		return 1;
	if (is_given(argv[3]))
		snprintf(pdf.contents.language, sizeof(pdf.contents.language), "%s", argv[3]);
	if (is_given(argv[4]))
		snprintf(pdf.contents.works, sizeof(pdf.contents.works), "%s", argv[4]);
	if (is_given(argv[7]))
		check(wipecert_signer_load(&(struct wipecert_signer_source){ .key = argv[7],
									     .cert = argv[8] },
					   &signer, &err));
	for (int i = ARGUMENTS; i < argc; i++) {
		unsigned char *bytes;

		records[i - ARGUMENTS] = pdf.contents.records[0];
		take_state(argv, &records[i - ARGUMENTS]);
		check(wipecert_load(argv[i], WIPECERT_P7M_MAX_BYTES, &bytes,
				    &records[i - ARGUMENTS].length, &err));
		records[i - ARGUMENTS].bytes = loaded[i - ARGUMENTS] = bytes;
	}
	opened = pdf.contents.records;
	opened_count = pdf.contents.count;
	pdf.contents.records = records;
	pdf.contents.count = (size_t)(argc - ARGUMENTS);
	check(wipecert_pdf_seal(&pdf.contents, signer, 1795316706, &sealed, &sealed_bytes, &err));
	check(wipecert_save(argv[1], sealed, sealed_bytes, &err));
	pdf.contents.records = opened;
	pdf.contents.count = opened_count;
	wipecert_pdf_close(&pdf);
	wipecert_signer_free(signer);
	for (int i = ARGUMENTS; i < argc; i++)
		free(loaded[i - ARGUMENTS]);
	free(sealed);
	free(data);
	return 0;
}
