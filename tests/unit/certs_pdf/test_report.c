/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reports that are refused before a font is looked for; tests/cli/test_report.py draws. */
#include <math.h>
#include <string.h>

#include <wipepaper/report.h>

#include "unit.h"

static const struct wipepaper_options nowhere = { .language = "en", .font_folder = "/nonexistent" };

static const struct wipepaper_column columns[] = {
	{ "No.", WIPEPAPER_NUMBER, 1 },
	{ "Serial", WIPEPAPER_CODE, 4 },
};
static const struct wipepaper_cell cells[] = { { .text = "1" }, { .text = "WD-1" } };

/* One that would be drawn, and what of it a test changes. */
struct scene {
	struct wipepaper_column columns[2];
	struct wipepaper_cell cells[2];
	struct wipepaper_field field;
	struct wipepaper_section section;
	struct wipepaper_report report;
};

static void start(struct scene *scene)
{
	memset(scene, 0, sizeof(*scene));
	memcpy(scene->columns, columns, sizeof(columns));
	memcpy(scene->cells, cells, sizeof(cells));
	scene->field = (struct wipepaper_field){ .label = "Case", .value = { .text = "R8" } };
	scene->section = (struct wipepaper_section){
		.heading = "Media",
		.fields = &scene->field,
		.field_count = 1,
		.table = { scene->columns, 2, scene->cells, 1, NULL },
	};
	scene->report = (struct wipepaper_report){ .title = "Register",
						   .sections = &scene->section,
						   .section_count = 1 };
}

/* The code, and that nothing was drawn; part: of the message. */
static void expect(const struct scene *scene, int code, const char *part)
{
	struct wipepaper_drawing drawing;
	struct wipe_error err = { .code = 0 };

	assert_int_equal(wipepaper_report_draw(&scene->report, &nowhere, &drawing, &err), code);
	assert_int_equal(err.code, code);
	if (!strstr(err.message, part))
		fail_msg("\"%s\" is not in: %s", part, err.message);
	assert_null(drawing.pdf);
	assert_int_equal(drawing.pdf_bytes, 0);
	wipepaper_drawing_clear(&drawing);
}

static void a_report_needs_fonts(void **state)
{
	struct scene scene;

	(void)state;
	start(&scene);
	expect(&scene, WIPE_E_NOTFOUND, "NotoSansCJK-Regular.ttc");
	scene.report = (struct wipepaper_report){ .title = "" };
	expect(&scene, WIPE_E_NOTFOUND, "NotoSansCJK-Regular.ttc");
}

static void text_that_is_none_is_refused(void **state)
{
	static const char *const bad[] = { "\xff",	   "\xc0\x80",	    "a\xe3\x81",
					   "\xed\xa0\x80", "a\xe2\x80\xae", "\x7f" };

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++) {
		struct scene scene;

		start(&scene);
		scene.report.title = bad[i];
		expect(&scene, WIPE_E_USAGE, "title");
		start(&scene);
		scene.cells[1].text = bad[i];
		expect(&scene, WIPE_E_USAGE, "Serial");
		start(&scene);
		scene.field.value.text = bad[i];
		expect(&scene, WIPE_E_USAGE, "Case");
		start(&scene);
		scene.columns[1].heading = bad[i];
		expect(&scene, WIPE_E_USAGE, "column");
		start(&scene);
		scene.report.qr = bad[i];
		expect(&scene, WIPE_E_USAGE, "QR");
	}
}

static void what_is_missing_or_too_much_is_refused(void **state)
{
	char longer[WIPEPAPER_TEXT_BYTES + 2];
	struct scene scene;

	(void)state;
	memset(longer, 'x', sizeof(longer) - 1);
	longer[sizeof(longer) - 1] = '\0';
	start(&scene);
	scene.report.title = NULL;
	expect(&scene, WIPE_E_USAGE, "title");
	start(&scene);
	scene.field.label = NULL;
	expect(&scene, WIPE_E_USAGE, "label");
	start(&scene);
	scene.cells[1].text = longer;
	expect(&scene, WIPE_E_USAGE, "too long");
	scene.cells[1].text = longer + 1;
	expect(&scene, WIPE_E_NOTFOUND, "");
	scene.report.foot = longer + sizeof(longer) - 2 - WIPEPAPER_LINE_BYTES;
	expect(&scene, WIPE_E_USAGE, "foot");
	scene.report.foot++;
	expect(&scene, WIPE_E_NOTFOUND, "");
	scene.report.qr = longer + sizeof(longer) - 2 - WIPEPAPER_QR_BYTES;
	expect(&scene, WIPE_E_USAGE, "QR");
	scene.report.qr = "";
	expect(&scene, WIPE_E_USAGE, "QR");
	scene.report.qr = "\xe5\xa2\xa8";
	expect(&scene, WIPE_E_USAGE, "QR");
}

static void tables_that_are_none_are_refused(void **state)
{
	static const double widths[] = { 0, -1, (double)NAN, (double)INFINITY };
	struct scene scene;

	(void)state;
	for (size_t i = 0; i < COUNT(widths); i++) {
		start(&scene);
		scene.columns[1].weight = widths[i];
		expect(&scene, WIPE_E_USAGE, "Serial");
	}
	start(&scene);
	scene.section.table.column_count = WIPEPAPER_COLUMNS_MAX + 1;
	expect(&scene, WIPE_E_USAGE, "columns");
	start(&scene);
	scene.section.table.column_count = 0;
	expect(&scene, WIPE_E_USAGE, "rows without columns");
	start(&scene);
	scene.section.table.row_count = WIPEPAPER_ROWS_MAX + 1;
	expect(&scene, WIPE_E_USAGE, "too many rows");
	start(&scene);
	scene.cells[1].tone = (enum wipepaper_tone)4;
	expect(&scene, WIPE_E_USAGE, "Serial");
}

static void boxes_that_are_none_are_refused(void **state)
{
	struct wipepaper_blank blank = { .caption = "Name",
					 .lines = WIPEPAPER_BLANK_LINES_MAX + 1 };
	struct scene scene;

	(void)state;
	start(&scene);
	scene.report.boxes.count = WIPEPAPER_BOXES_MAX + 1;
	expect(&scene, WIPE_E_USAGE, "boxes");
	scene.report.boxes.count = 1;
	expect(&scene, WIPE_E_USAGE, "box");
	scene.report.boxes.box[0] = (struct wipepaper_box){ "Officer", NULL, &blank, 1 };
	expect(&scene, WIPE_E_USAGE, "Name");
	blank.lines--;
	expect(&scene, WIPE_E_NOTFOUND, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_report_needs_fonts),
		cmocka_unit_test(text_that_is_none_is_refused),
		cmocka_unit_test(what_is_missing_or_too_much_is_refused),
		cmocka_unit_test(tables_that_are_none_are_refused),
		cmocka_unit_test(boxes_that_are_none_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
