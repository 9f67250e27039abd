/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PDF certificates: one form is written, and nothing but that is read. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <wipecert/pdf.h>

#include "pdf/compose.h"
#include "sample_record.h"
#include "support.h"
#include "unit.h"

/* A drawing in the form that cairo gives it: one revision, one page with nothing on it. */
static char *make_drawing(size_t *bytes)
{
	static const char *const objects[] = {
		"1 0 obj\n<< /Type /Pages\n   /Kids [ 2 0 R ]\n   /Count 1\n>>\nendobj\n",
		"2 0 obj\n<< /Type /Page % 1\n   /Parent 1 0 R\n>>\nendobj\n",
		"3 0 obj\n<< /Producer (x)\n   /CreationDate (20261122030506Z)\n>>\nendobj\n",
		"4 0 obj\n<< /Type /Catalog\n   /Pages 1 0 R\n>>\nendobj\n",
	};
	struct output out = { 0 };
	size_t at[4], table;

	output_format(&out, "%%PDF-1.4\n");
	for (size_t i = 0; i < 4; i++) {
		at[i] = out.used;
		output_format(&out, "%s", objects[i]);
	}
	table = out.used;
	output_format(&out, "xref\n0 5\n0000000000 65535 f \n");
	for (size_t i = 0; i < 4; i++)
		output_format(&out, "%010zu 00000 n \n", at[i]);
	output_format(&out,
		      "trailer\n<< /Size 5\n   /Root 4 0 R\n   /Info 3 0 R\n>>\nstartxref\n%zu\n"
		      "%%%%EOF\n",
		      table);
	assert_false(out.failed);
	*bytes = out.used;
	return (char *)out.bytes;
}

struct scene {
	char *drawing, *json;
	size_t json_bytes, der_bytes;
	unsigned char *der;
	struct identity authority, engineer, other;
	struct wipecert_signer *signer, *other_signer;
	struct wipecert_pdf_record record;
	struct wipecert_pdf_contents contents;
};

static struct wipecert_signer *load(void **state, struct identity *identity)
{
	struct wipecert_signer_source source = { .key = in(state, "k.key"),
						 .cert = in(state, "k.pem") };
	struct wipecert_signer *signer;
	struct wipe_error err = { .code = 0 };

	write_key(source.key, identity->key, NULL);
	write_certificate(source.cert, identity->certificate);
	if (wipecert_signer_load(&source, &signer, &err))
		fail_msg("%s", err.message);
	return signer;
}

static void start(void **state, struct scene *scene, const char *key)
{
	struct order order = signer_order(key);

	memset(scene, 0, sizeof(*scene));
	scene->drawing = make_drawing(&scene->contents.drawing_bytes);
	scene->authority = issue(&authority_order, NULL);
	scene->engineer = issue(&order, &scene->authority);
	scene->other = issue(&order, &scene->authority);
	scene->signer = load(state, &scene->engineer);
	scene->other_signer = load(state, &scene->other);
	assert_int_equal(sample_record(WIPECERT_ERASURE, SAMPLE_VERIFIED, &scene->json,
				       &scene->json_bytes),
			 0);
	assert_int_equal(wipecert_sign(scene->signer, scene->json, scene->json_bytes, &scene->der,
				       &scene->der_bytes, NULL, NULL),
			 0);
	scene->record = (struct wipecert_pdf_record){ .bytes = scene->der,
						      .length = scene->der_bytes,
						      .authentic = WIPECERT_UNDETERMINED,
						      .reason = WIPECERT_REASON_NO_TRUST };
	scene->contents.drawing = (const unsigned char *)scene->drawing;
	strcpy(scene->contents.language, "ja");
	strcpy(scene->contents.works, "massho 0; fonts 1234");
	scene->contents.dated_at_s = SAMPLE_ISSUED_AT_S;
	scene->contents.records = &scene->record;
	scene->contents.count = 1;
}

static void stop(struct scene *scene)
{
	free(scene->drawing);
	free(scene->json);
	free(scene->der);
	wipecert_signer_free(scene->signer);
	wipecert_signer_free(scene->other_signer);
	release(&scene->engineer);
	release(&scene->other);
	release(&scene->authority);
}

static unsigned char *seal(struct scene *scene, bool is_signed, size_t *bytes)
{
	struct wipe_error err = { .code = 0 };
	unsigned char *pdf;

	if (wipecert_pdf_seal(&scene->contents, is_signed ? scene->signer : NULL, NOW_S, &pdf,
			      bytes, &err))
		fail_msg("%s", err.message);
	return pdf;
}

static enum wipecert_reason reason_of(const void *data, size_t bytes)
{
	struct wipecert_pdf pdf;
	enum wipecert_reason reason;

	assert_int_equal(wipecert_pdf_open(data, bytes, &pdf, NULL), 0);
	reason = pdf.reason;
	wipecert_pdf_close(&pdf);
	return reason;
}

/* Goal: what was put in comes out, for every kind of key. */
static void what_is_sealed_is_opened(void **state)
{
	static const char *const keys[] = { "P-256", "P-384", "rsa-3072.pem", "rsa-pss-3072.pem" };

	for (size_t i = 0; i < 8; i++) {
		struct scene scene;
		struct wipecert_pdf pdf;
		unsigned char *sealed;
		uint8_t sha256[32];
		bool is_signed = i % 2;
		size_t bytes;

		start(state, &scene, keys[i / 2]);
		sealed = seal(&scene, is_signed, &bytes);
		assert_int_equal(wipecert_pdf_open(sealed, bytes, &pdf, NULL), 0);
		assert_int_equal(pdf.reason, WIPECERT_REASON_NONE);
		assert_string_equal(pdf.contents.language, "ja");
		assert_string_equal(pdf.contents.works, scene.contents.works);
		assert_int_equal(pdf.contents.dated_at_s, SAMPLE_ISSUED_AT_S);
		assert_int_equal(pdf.contents.drawing_bytes, scene.contents.drawing_bytes);
		assert_int_equal(pdf.contents.count, 1);
		assert_int_equal(pdf.records[0].length, scene.der_bytes);
		assert_memory_equal(pdf.records[0].bytes, scene.der, scene.der_bytes);
		assert_int_equal(pdf.records[0].reason, WIPECERT_REASON_NO_TRUST);
		assert_int_equal(pdf.is_signed, is_signed);
		assert_int_equal(pdf.sealed_at_s, is_signed ? NOW_S : 0);
		if (is_signed) {
			wipecert_signer_sha256(scene.signer, sha256);
			assert_memory_equal(pdf.signer_sha256, sha256, 32);
		}
		wipecert_pdf_close(&pdf);
		free(sealed);
		stop(&scene);
	}
}

/* Opens, and holds the same as the scene. */
static bool is_as_good(const struct scene *scene, const void *data, size_t bytes)
{
	const struct wipecert_pdf_contents *before = &scene->contents;
	struct wipecert_pdf pdf;
	bool same;

	assert_int_equal(wipecert_pdf_open(data, bytes, &pdf, NULL), 0);
	same = pdf.reason == WIPECERT_REASON_NONE &&
	       (pdf.is_signed ||
		(!strcmp(pdf.contents.language, before->language) &&
		 !strcmp(pdf.contents.works, before->works) &&
		 pdf.contents.dated_at_s == before->dated_at_s &&
		 !memcmp(pdf.contents.drawing, before->drawing, before->drawing_bytes)));
	wipecert_pdf_close(&pdf);
	return same;
}

static bool are_zeros(const unsigned char *at, size_t left, size_t count)
{
	size_t i = 0;

	while (i < count && i < left && at[i] == '0')
		i++;
	return i == count;
}

/*
 * Goal: no byte may be another one, anywhere. Without a signature what was drawn by
 * whom may be told otherwise, but then that is what is read. Of the zeros behind the
 * signature, some.
 */
static void every_byte_counts(void **state)
{
	for (int is_signed = 0; is_signed <= 1; is_signed++) {
		struct scene scene;
		unsigned char *sealed;
		size_t bytes, step;

		start(state, &scene, "P-256");
		sealed = seal(&scene, is_signed, &bytes);
		assert_int_equal(reason_of(sealed, bytes), WIPECERT_REASON_NONE);
		for (size_t at = 0; at < bytes; at += step) {
			step = are_zeros(sealed + at, bytes - at, 65) ? 61 : test_step(7);
			sealed[at] ^= 1;
			if (is_as_good(&scene, sealed, bytes))
				fail_msg("byte %zu of %zu: %.40s", at, bytes, sealed + at);
			sealed[at] ^= 1;
		}
		free(sealed);
		stop(&scene);
	}
}

/* Goal: the drawing itself is covered by the signature. */
static void a_signed_drawing_cannot_be_changed(void **state)
{
	struct scene scene;
	unsigned char *sealed, *found;
	size_t bytes;

	start(state, &scene, "P-256");
	sealed = seal(&scene, true, &bytes);
	found = memmem(sealed, bytes, "(x)", 3);
	assert_non_null(found);
	found[1] = 'y';
	found = memmem(found + 3, bytes - (size_t)(found + 3 - sealed), "(x)", 3);
	assert_non_null(found);
	found[1] = 'y'; /* the copy of the same object in the update */
	assert_int_equal(reason_of(sealed, bytes), WIPECERT_REASON_PDF_SIGNATURE);
	free(sealed);
	stop(&scene);
}

static void nothing_may_be_added_or_missing(void **state)
{
	struct scene scene;
	unsigned char *sealed, *longer;
	size_t bytes;

	start(state, &scene, "P-256");
	sealed = seal(&scene, true, &bytes);
	for (size_t length = 0; length < bytes;
	     length += length < 600 || bytes - length < 600 ? 1 : 257)
		if (reason_of(sealed, length) != WIPECERT_REASON_PDF_FORM)
			fail_msg("cut to %zu", length);
	longer = malloc(2 * bytes);
	assert_non_null(longer);
	memcpy(longer, sealed, bytes);
	memcpy(longer + bytes, sealed, bytes);
	for (size_t more = 1; more <= bytes; more += more < 8 ? 1 : bytes - 8)
		assert_int_equal(reason_of(longer, bytes + more), WIPECERT_REASON_PDF_FORM);
	free(longer);
	free(sealed);
	stop(&scene);
}

static void what_is_no_certificate_is_none(void **state)
{
	static const char *const others[] = {
		"",
		"%PDF-",
		"%PDF-1.4\nstartxref\n0\n%%EOF\n",
		"%PDF-1.4\nxref\n   /Prev 9\nstartxref\n9\n%%EOF\n",
		"%PDF-1.4\nxref\n\n   /Prev 9\nstartxref\n9\n%%EOF\n",
		"%PDF-1.4\nxref\n\n   /Prev 99999999999999999999\nstartxref\n9\n%%EOF\n",
		"%PDF-1.4\nstartxref\n18446744073709551615\n%%EOF\n",
		"%PDF-1.4\nxref\n%%EOF\n5 0 obj\n<< /Type /MasshoSeal /V 1\n/Language (ja)\n/Works "
		"(x)\n/Dated (D:20260101000000Z)\n/Count 1\n/Records [\n<< /Length 99999999999 /Drawn ("
		"valid none valid none) >>\n]\n>>\nendobj\nxref\n\n   /Prev 9\nstartxref\n204\n%%EOF\n",
	};
	struct scene scene;

	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (reason_of(others[i], strlen(others[i])) != WIPECERT_REASON_PDF_FORM)
			fail_msg("%zu: %s", i, others[i]);
	start(state, &scene, "P-256");
	assert_int_equal(reason_of(scene.drawing, scene.contents.drawing_bytes),
			 WIPECERT_REASON_PDF_FORM);
	assert_int_equal(reason_of(scene.der, scene.der_bytes), WIPECERT_REASON_PDF_FORM);
	stop(&scene);
}

static void what_cannot_be_sealed_is_refused(void **state)
{
	struct scene scene;
	unsigned char *pdf;
	size_t bytes;

	start(state, &scene, "P-256");
	strcpy(scene.contents.works, "a) /OpenAction (b");
	assert_int_equal(wipecert_pdf_seal(&scene.contents, NULL, NOW_S, &pdf, &bytes, NULL),
			 WIPE_E_FORMAT);
	assert_null(pdf);
	strcpy(scene.contents.works, "x");
	scene.contents.count = 0;
	assert_int_equal(wipecert_pdf_seal(&scene.contents, NULL, NOW_S, &pdf, &bytes, NULL),
			 WIPE_E_USAGE);
	scene.contents.count = 1;
	scene.record.length = WIPECERT_PDF_MAX_BYTES;
	assert_int_equal(wipecert_pdf_seal(&scene.contents, NULL, NOW_S, &pdf, &bytes, NULL),
			 WIPE_E_USAGE);
	scene.record.length = scene.der_bytes;
	scene.contents.drawing_bytes--;
	assert_int_equal(wipecert_pdf_seal(&scene.contents, NULL, NOW_S, &pdf, &bytes, NULL),
			 WIPE_E_FORMAT);
	stop(&scene);
}

static void judge(struct scene *scene, const struct wipecert_signer *signer,
		  enum wipecert_pdf_comparison comparison, struct wipecert_result *result)
{
	struct wipecert_pdf pdf;
	unsigned char *sealed;
	size_t bytes;

	assert_int_equal(wipecert_pdf_seal(&scene->contents, signer, NOW_S, &sealed, &bytes, NULL),
			 0);
	assert_int_equal(wipecert_pdf_open(sealed, bytes, &pdf, NULL), 0);
	assert_int_equal(wipecert_verify(NULL, scene->der, scene->der_bytes, NOW_S, result, NULL),
			 0);
	/* As if its anchor had been given. */
	result->authentic = WIPECERT_VALID;
	result->reason = WIPECERT_REASON_NONE;
	wipecert_pdf_judge(&pdf, 0, comparison, result);
	wipecert_pdf_close(&pdf);
	free(sealed);
}

/* Goal: a PDF never makes a record better, and takes it away where it lies. */
static void the_verdict_never_gets_better(void **state)
{
	static const struct {
		enum wipecert_authentic drawn;
		enum wipecert_reason drawn_reason;
		int signer; /* 0: none, 1: the record's, 2: another */
		enum wipecert_pdf_comparison comparison;
		enum wipecert_reason reason;
	} cases[] = {
		{ WIPECERT_VALID, WIPECERT_REASON_NONE, 0, WIPECERT_PDF_EQUAL,
		  WIPECERT_REASON_NONE },
		{ WIPECERT_VALID, WIPECERT_REASON_NONE, 1, WIPECERT_PDF_EQUAL,
		  WIPECERT_REASON_NONE },
		{ WIPECERT_UNDETERMINED, WIPECERT_REASON_NO_TRUST, 1, WIPECERT_PDF_EQUAL,
		  WIPECERT_REASON_NONE },
		{ WIPECERT_VALID, WIPECERT_REASON_NONE, 2, WIPECERT_PDF_EQUAL,
		  WIPECERT_REASON_PDF_SIGNATURE },
		{ WIPECERT_VALID, WIPECERT_REASON_NONE, 1, WIPECERT_PDF_DIFFERS,
		  WIPECERT_REASON_PDF_DRAWING },
		{ WIPECERT_VALID, WIPECERT_REASON_NONE, 1, WIPECERT_PDF_NOT_COMPARED,
		  WIPECERT_REASON_PDF_NOT_COMPARED },
		{ WIPECERT_VALID, WIPECERT_REASON_NO_TRUST, 1, WIPECERT_PDF_EQUAL,
		  WIPECERT_REASON_PDF_DRAWING },
		{ WIPECERT_INVALID, WIPECERT_REASON_SIGNATURE, 1, WIPECERT_PDF_EQUAL,
		  WIPECERT_REASON_PDF_DRAWING },
	};
	struct scene scene;

	start(state, &scene, "P-256");
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct wipecert_signer *signers[] = { NULL, scene.signer,
							    scene.other_signer };
		struct wipecert_result result;

		scene.record.authentic = cases[i].drawn;
		scene.record.reason = cases[i].drawn_reason;
		judge(&scene, signers[cases[i].signer], cases[i].comparison, &result);
		if (result.reason != cases[i].reason)
			fail_msg("%zu: %s", i, wipecert_reason_name(result.reason));
		assert_int_equal(result.record == NULL, result.authentic == WIPECERT_INVALID);
		wipecert_result_clear(&result);
	}
	stop(&scene);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(what_is_sealed_is_opened, make_folder,
						remove_folder),
		cmocka_unit_test_setup_teardown(every_byte_counts, make_folder, remove_folder),
		cmocka_unit_test_setup_teardown(a_signed_drawing_cannot_be_changed, make_folder,
						remove_folder),
		cmocka_unit_test_setup_teardown(nothing_may_be_added_or_missing, make_folder,
						remove_folder),
		cmocka_unit_test_setup_teardown(what_is_no_certificate_is_none, make_folder,
						remove_folder),
		cmocka_unit_test_setup_teardown(what_cannot_be_sealed_is_refused, make_folder,
						remove_folder),
		cmocka_unit_test_setup_teardown(the_verdict_never_gets_better, make_folder,
						remove_folder),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
