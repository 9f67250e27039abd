/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What drawing does without a font at hand: refuse, count pages, spell the code. */
#include <stdio.h>
#include <string.h>

#include <wipepaper/pdf.h>

#include "paper/block.h"
#include "paper/lot.h"
#include "unit.h"

static void what_cannot_be_drawn_is_refused(void **state)
{
	const struct wipepaper_options english = { .language = "en" };
	const struct wipepaper_options nowhere = { .language = "en",
						   .font_folder = "/nonexistent" };
	struct wipecert_glance good = { .has_record = true, .type = WIPECERT_ERASURE };
	struct wipecert_glance none = { .has_record = false };
	struct wipecert_glance roster = { .has_record = true, .type = WIPECERT_ROSTER };
	const struct wipecert_glance *many[WIPEPAPER_RECORDS_MAX + 1];
	struct wipepaper_drawing drawing;
	struct wipe_error err = { .code = 0 };

	(void)state;
	for (size_t i = 0; i <= WIPEPAPER_RECORDS_MAX; i++)
		many[i] = &good;
	assert_int_equal(wipepaper_draw(many, 0, &english, &drawing, NULL), WIPE_E_USAGE);
	assert_int_equal(wipepaper_draw(many, WIPEPAPER_RECORDS_MAX + 1, &english, &drawing, NULL),
			 WIPE_E_USAGE);
	many[1] = &none;
	assert_int_equal(wipepaper_draw(many, 2, &english, &drawing, NULL), WIPE_E_USAGE);
	many[1] = &roster;
	assert_int_equal(wipepaper_draw(many, 2, &english, &drawing, NULL), WIPE_E_UNSUPPORTED);
	assert_int_equal(wipepaper_draw(many, 1, &nowhere, &drawing, &err), WIPE_E_NOTFOUND);
	assert_non_null(strstr(err.message, "NotoSansCJK-Regular.ttc"));
	assert_non_null(strstr(err.message, "fonts-noto-cjk"));
	assert_null(drawing.pdf);
	wipepaper_drawing_clear(&drawing);
}

static void the_code_is_in_capitals(void **state)
{
	struct wipecert_glance glance = { .id = "00000000-0000-4000-8000-00000000abcd",
					  .econtent_sha256 = "0123456789abcdef" };
	char text[160];

	(void)state;
	block_qr_text(&glance, text, sizeof(text));
	assert_string_equal(text, "MASSHO:1:00000000-0000-4000-8000-00000000ABCD:0123456789ABCDEF");
}

static void lists_take_the_pages_that_they_need(void **state)
{
	(void)state;
	assert_int_equal(lot_pages(1), 1);
	assert_int_equal(lot_pages(22), 1);
	assert_int_equal(lot_pages(23), 2);
	assert_int_equal(lot_pages(48), 2);
	assert_int_equal(lot_pages(49), 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_cannot_be_drawn_is_refused),
		cmocka_unit_test(the_code_is_in_capitals),
		cmocka_unit_test(lists_take_the_pages_that_they_need),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
