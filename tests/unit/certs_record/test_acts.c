/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Goal: every act is built as the fixtures hold it, and is drawn for what it is: with
 * its case and all that it states, and never as an erasure.
 */
#include <libintl.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <wipecert/glance.h>
#include <wipecert/render.h>

#include "act_sample.h"
#include "layout.h"
#include "sample.h"
#include "width.h"

static const char *const languages[] = { "en", "ja" };

static void speak(const char *language)
{
	char folder[512];
	const char *build = getenv("MASSHO_BUILD");

	snprintf(folder, sizeof(folder), "%s/locale", build ? build : "../../../build/dev");
	assert_non_null(setlocale(LC_ALL, "C.UTF-8"));
	assert_non_null(bindtextdomain("massho", folder));
	bind_textdomain_codeset("massho", "UTF-8");
	setenv("LANGUAGE", language, 1);
	/* As gettext's manual says: a change of the variable is seen only then. */
	textdomain(textdomain(NULL));
}

static void fixtures_are_what_is_built(void **state)
{
	(void)state;
	for (size_t i = 0; i < act_sample_count; i++) {
		size_t bytes;
		char *json = act_sample_json(&act_samples[i], &bytes);

		fixture_compare(act_samples[i].name, json, bytes);
		free(json);
	}
}

static void there_is_one_of_every_type(void **state)
{
	unsigned int seen = 0;

	(void)state;
	for (size_t i = 0; i < act_sample_count; i++) {
		struct wipecert_record *record = act_sample_record(&act_samples[i]);

		assert_int_equal(wipecert_record_type(record), act_samples[i].type);
		assert_int_equal(wipecert_record_held(record, NULL), WIPECERT_HELD_NONE);
		seen |= 1u << act_samples[i].type;
		wipecert_record_free(record);
	}
	for (int type = WIPECERT_INIT; type < WIPECERT_TYPES; type++)
		assert_true(seen & 1u << type);
}

/* As if it had been verified; record is freed with free_result(). */
static void make_result(const char *name, struct wipecert_result *result)
{
	*result = (struct wipecert_result){ .authentic = WIPECERT_VALID,
					    .is_signed = true,
					    .held = WIPECERT_HELD_NONE,
					    .signer = "CN=\xe5\xb1\xb1\xe7\x94\xb0,O=Example" };
	result->record = act_sample_record(act_sample_find(name));
	memset(result->link.econtent_sha256, 0x42, 32);
}

static char *text_of(const char *name)
{
	struct wipecert_result result;
	char *text = NULL;

	make_result(name, &result);
	assert_int_equal(wipecert_render_text(&result, &text, NULL), 0);
	wipecert_record_free(result.record);
	return text;
}

static char *html_of(const char *name)
{
	struct wipecert_result result;
	char *html = NULL;

	make_result(name, &result);
	assert_int_equal(wipecert_render_html(&result, "ja", &html, NULL), 0);
	wipecert_record_free(result.record);
	return html;
}

static struct wipecert_glance *glance_of(const char *name)
{
	struct wipecert_glance *glance = NULL;
	struct wipecert_result result;

	make_result(name, &result);
	assert_int_equal(wipecert_glance_make(&result, &glance, NULL), 0);
	wipecert_record_free(result.record);
	return glance;
}

static void expect(const char *text, const char *part)
{
	if (!strstr(text, part))
		fail_msg("no \"%s\" in:\n%s", part, text);
}

static void expect_not(const char *text, const char *part)
{
	if (strstr(text, part))
		fail_msg("\"%s\" in:\n%s", part, text);
}

/* Blanks and line ends out of the way: what is told may stand on several lines. */
static char *joined(const char *text)
{
	char *out = calloc(1, strlen(text) + 1);
	size_t used = 0;

	assert_non_null(out);
	for (; *text; text++)
		if (*text != ' ' && *text != '\n')
			out[used++] = *text;
	return out;
}

static void expect_narrow(const char *text)
{
	char *copy = strdup(text), *rest = copy, *line;

	assert_non_null(copy);
	while ((line = strsep(&rest, "\n")))
		if (width_of_text(line) > LAYOUT_COLUMNS)
			fail_msg("%zu columns: %s", width_of_text(line), line);
	free(copy);
}

/* Identifiers are told in words; the words of a flag, a number or a code are asked elsewhere. */
static bool is_told_as_it_is(const struct act_value *value)
{
	static const char *const others[] = { "kind",	    "kinds/0", "kinds/1",   "subject",
					      "level",	    "due",     "purpose",   "result",
					      "form",	    "stage",   "role",	    "what",
					      "outcome",    "bytes",   "challenge", "confirmation",
					      "scan_bytes", "method",  "read_back" };
	const char *slash = strrchr(value->path, '/'), *last = slash ? slash + 1 : value->path;

	if (!value->text || strstr(value->path, "_at") || strstr(value->path, "heads/"))
		return false;
	for (size_t i = 0; i < COUNT(others); i++)
		if (!strcmp(others[i], last) || !strcmp(others[i], value->path))
			return false;
	return true;
}

/* Goal: nothing that an act states is left out, in either language, within 80 columns. */
static void text_tells_all(void **state)
{
	(void)state;
	for (size_t i = 0; i < act_sample_count * COUNT(languages); i++) {
		const struct act_sample *sample = &act_samples[i / COUNT(languages)];
		char *text, *whole;

		speak(languages[i % COUNT(languages)]);
		text = text_of(sample->name);
		whole = joined(text);
		expect_narrow(text);
		for (const struct act_value *value = sample->values; value->path; value++) {
			char *part = is_told_as_it_is(value) ? joined(value->text) : NULL;

			if (part && !strstr(whole, part))
				fail_msg("%s: no %s in:\n%s", sample->name, value->path, text);
			free(part);
		}
		free(whole);
		free(text);
	}
	speak("en");
}

/* Goal: no drawing of an act says anything of an erasure's verdict. */
static void none_is_drawn_as_an_erasure(void **state)
{
	static const char *const words[] = { "CERTIFICATE",    "Verdict",    "Erasure held",
					     "Level achieved", " 0 bytes (", "NOT A VALID RECORD",
					     "AREAS",	       "unknown" };

	(void)state;
	for (size_t i = 0; i < act_sample_count; i++) {
		char *text = text_of(act_samples[i].name), *html = html_of(act_samples[i].name);
		struct wipecert_glance *glance = glance_of(act_samples[i].name);

		for (size_t k = 0; k < COUNT(words); k++) {
			expect_not(text, words[k]);
			expect_not(html, words[k]);
		}
		assert_int_equal(glance->tone, WIPECERT_TONE_CAUTION);
		assert_string_equal(glance->held_question, "");
		assert_string_equal(glance->level, "");
		assert_string_equal(glance->capacity, "");
		expect(html, glance->title);
		wipecert_glance_free(glance);
		free(html);
		free(text);
	}
}

/* Goal: a glance has title, case, statements and signature, in order, in both languages. */
static void every_part_is_there(void **state)
{
	static const enum wipecert_part parts[] = { WIPECERT_PART_MEDIUM, WIPECERT_PART_RESULT,
						    WIPECERT_PART_SIGNATURE, WIPECERT_PART_CHECK,
						    WIPECERT_PART_STATEMENT };

	(void)state;
	for (size_t i = 0; i < act_sample_count * COUNT(languages); i++) {
		struct wipecert_glance *glance;
		unsigned int seen = 0;

		speak(languages[i % COUNT(languages)]);
		glance = glance_of(act_samples[i / COUNT(languages)].name);
		assert_true(*glance->title);
		for (size_t k = 0; k < glance->line_count; k++) {
			assert_true(!k || glance->lines[k].part >= glance->lines[k - 1].part);
			assert_true(*glance->lines[k].value);
			seen |= 1u << glance->lines[k].part;
		}
		if (i % COUNT(languages))
			assert_string_equal(wipecert_part_heading(glance, WIPECERT_PART_SIGNATURE),
					    "署名");
		for (size_t k = 0; k < COUNT(parts); k++) {
			assert_true(seen & 1u << parts[k]);
			assert_true(*wipecert_part_heading(glance, parts[k]));
		}
		assert_false(seen & (1u << WIPECERT_PART_UNCOVERED | 1u << WIPECERT_PART_FACTS));
		wipecert_glance_free(glance);
	}
	speak("en");
}

static void titles_differ(void **state)
{
	static const struct {
		const char *name, *title;
	} titles[] = {
		{ "receive", "RECORD OF RECEIPT" },
		{ "permit", "PERMIT TO BRING IN" },
		{ "permit-copy-paper", "PERMIT TO DUPLICATE OUTSIDE THE MINISTRY" },
		{ "exit-check", "EXIT CHECK" },
		{ "attest", "STATEMENT OF THE CONTRACTOR" },
		{ "close", "CLOSING OF A CASE" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(titles); i++) {
		struct wipecert_glance *glance = glance_of(titles[i].name);

		assert_string_equal(glance->title, titles[i].title);
		wipecert_glance_free(glance);
	}
}

/* Goal: what was entered from paper is told so in the first lines, and what was signed is not. */
static void paper_is_marked(void **state)
{
	char *paper = text_of("permit-copy-paper"), *html = html_of("permit-copy-paper");
	char *as_signed = text_of("permit");

	(void)state;
	expect(paper, "Decision              ON PAPER (ENTERED BY THE CONTRACTOR)\n");
	expect(paper, "The officer decided on paper.");
	expect(paper, "\nPaper\n-----\n");
	expect(paper, "  ! Entered by the contractor: the signature below is not the officer's.");
	expect(html, "<strong>ON PAPER (ENTERED BY THE CONTRACTOR)</strong>");
	expect_not(as_signed, "PAPER");
	expect_not(as_signed, "Entered by the contractor");
	free(paper);
	free(html);
	free(as_signed);
}

static void words_and_values(void **state)
{
	char *text = text_of("receive");

	(void)state;
	expect(text, "\nCase\n----\n");
	expect(text, "Number in the case    4\n");
	expect(text, "Item                  00000000-0000-4000-8000-000000000104\n");
	expect(text, "Kind                  medium\n");
	expect(text, "To become of it       return\n");
	expect(text, "Size of the files     5,000,000,000 bytes (5.0 GB)\n");
	free(text);
	text = text_of("init");
	expect(text, "This is the record that begins the case.");
	expect(text, "SHA-256 of the first record\n"
		     "    4242424242424242424242424242424242424242424242424242424242424242\n");
	expect(text, "Held until confirmed  yes\n");
	free(text);
	text = text_of("challenge");
	expect(text, "Challenge             0VV6-74PE-7VJJ-3XSG-HMJS-6NCX-1W39\n");
	expect(text, "2026-12-01 00:00:00 JST = 2026-11-30 15:00:00 UTC\n");
	free(text);
	text = text_of("declare");
	expect(text, "no. 13, does not apply, ");
	expect(text, "no. 14, applies\n");
	free(text);
	text = text_of("close");
	expect(text, ", on paper (entered\n                        by the contractor)\n");
	free(text);
	text = text_of("merge");
	expect(text, "SHA-256 of a record before it in the case\n    1010");
	expect(text, "SHA-256 of a record before it in the case\n    5050");
	free(text);
}

/* Goal: an act as long as the schema allows still fits into a glance, which says what it omits. */
static void the_longest_act_fits(void **state)
{
	struct wipecert_result result;
	struct wipecert_glance *glance;
	size_t before;

	(void)state;
	make_result("init", &result);
	assert_int_equal(wipecert_glance_make(&result, &glance, NULL), 0);
	before = glance->line_count;
	wipecert_glance_free(glance);
	wipecert_record_free(result.record);
	result.record = act_sample_long_init();
	assert_int_equal(wipecert_glance_make(&result, &glance, NULL), 0);
	assert_true(glance->line_count > before);
	assert_true(glance->line_count < WIPECERT_LINES_MAX);
	for (size_t i = 0; i < glance->line_count; i++)
		before += strstr(glance->lines[i].value, "and 990 more") != NULL;
	assert_true(before > 0);
	wipecert_glance_free(glance);
	wipecert_record_free(result.record);
}

static void differences_are_told(void **state)
{
	char *text = text_of("return");

	(void)state;
	expect(text, "the same 10, changed 1, missing 7, new 1\n");
	expect(text, "  ! What went back is not what was received.\n");
	free(text);
}

static void commands_name_no_medium(void **state)
{
	struct wipecert_result result;
	char *commands;

	(void)state;
	make_result("return", &result);
	assert_int_equal(wipecert_render_commands(&result, "x.p7m", &commands, NULL), 0);
	expect(commands, "openssl cms -verify");
	expect_not(commands, "DEV");
	wipecert_record_free(result.record);
	free(commands);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fixtures_are_what_is_built),
		cmocka_unit_test(there_is_one_of_every_type),
		cmocka_unit_test(text_tells_all),
		cmocka_unit_test(none_is_drawn_as_an_erasure),
		cmocka_unit_test(every_part_is_there),
		cmocka_unit_test(titles_differ),
		cmocka_unit_test(paper_is_marked),
		cmocka_unit_test(words_and_values),
		cmocka_unit_test(the_longest_act_fits),
		cmocka_unit_test(differences_are_told),
		cmocka_unit_test(commands_name_no_medium),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
