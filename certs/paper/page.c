/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A sheet is a stack of blocks: head, verdict, medium beside result, keys beside what rests
 * on them and what would undo that, what is not covered, facts beside claims, signature, how to check. It is measured at full
 * size first, then smaller, down to a size that can still be read; if even that
 * is too tall, the blocks that do not fit go to the next page, whole.
 */
#include "page.h"

#include <stdio.h>
#include <string.h>

#include "block.h"
#include "foot.h"
#include "mark.h"
#include "qr.h"
#include "text.h"

#define GAP 9.0
#define BOTTOM (SHEET_HEIGHT - FOOT_HEIGHT)
#define LEAST_SCALE 0.80

typedef double (*block_fn)(struct block *block, double y);

static double draw_head(struct block *block, double y)
{
	const struct wipecert_glance *glance = block->glance;
	struct sheet_style title = { SHEET_BOLD, 19, SHEET_SLATE, PANGO_ALIGN_LEFT };
	struct sheet_style number = { SHEET_CODE, 7.5, SHEET_GREY, PANGO_ALIGN_LEFT };
	char line[128];
	double height;

	block->sheet->field = _("Title");
	title.size = sheet_fitting_size(block->sheet, SHEET_INNER, &title, 12, glance->title);
	height = block_text(block, SHEET_MARGIN, y, SHEET_INNER, title, glance->title) + 2;
	snprintf(line, sizeof(line), _("Record %s"), glance->id);
	height += block_text(block, SHEET_MARGIN, y + height, SHEET_INNER, number, line) + 4;
	if (block->draw)
		sheet_rule(block->sheet, SHEET_MARGIN, y + height, SHEET_INNER, 1.2, SHEET_SLATE);
	return height + 1.2;
}

static double draw_demo_band(struct block *block, double y)
{
	const struct sheet_style style = { SHEET_BOLD, 11, SHEET_WHITE, PANGO_ALIGN_CENTER };
	const char *text = _("DEMONSTRATION: signed with a certificate for trials. This sheet "
			     "proves nothing.");
	double height = sheet_measure(block->sheet, SHEET_INNER - 16, &style, text) + 8;

	if (!block->glance->is_demo)
		return 0;
	if (block->draw)
		sheet_fill_box(block->sheet, SHEET_MARGIN, y, SHEET_INNER, height, SHEET_RED);
	block_text(block, SHEET_MARGIN + 8, y + 4, SHEET_INNER - 16, style, text);
	return height;
}

/* One of the two answers; returns its height. */
static double draw_answer(struct block *block, double x, double y, double width,
			  const char *question, const char *answer, enum sheet_colour colour)
{
	const struct sheet_style asked = { SHEET_TEXT, 7.5, SHEET_GREY, PANGO_ALIGN_LEFT };
	const struct sheet_style told = { SHEET_BOLD, 10.5, colour, PANGO_ALIGN_LEFT };
	double height;

	block->sheet->field = question;
	height = block_text(block, x, y, width, asked, question);
	return height + block_text(block, x, y + height, width, told, answer);
}

static enum sheet_colour held_colour(const struct wipecert_glance *glance)
{
	/* A bad tone comes from the work, unless the record itself is not authentic. */
	return glance->tone == WIPECERT_TONE_BAD ? SHEET_RED : SHEET_BLACK;
}

#define ANSWERS_WIDTH 150.0

static double draw_answers(struct block *block, double x, double y)
{
	const struct wipecert_glance *glance = block->glance;
	const struct sheet_style why = { SHEET_TEXT, 7, SHEET_GREY, PANGO_ALIGN_LEFT };
	double height = draw_answer(block, x, y, ANSWERS_WIDTH, glance->authentic_question,
				    glance->authentic,
				    *glance->authentic_reason ? SHEET_AMBER : SHEET_BLACK);

	if (*glance->authentic_reason)
		height += block_text(block, x, y + height, ANSWERS_WIDTH, why,
				     glance->authentic_reason);
	height += 4;
	return height + draw_answer(block, x, y + height, ANSWERS_WIDTH, glance->held_question,
				    glance->held, held_colour(glance));
}

static double draw_words(struct block *block, double x, double y, double width)
{
	const struct wipecert_glance *glance = block->glance;
	struct sheet_style verdict = { SHEET_BOLD, 17, mark_colour(glance->tone),
				       PANGO_ALIGN_LEFT };
	const struct sheet_style meaning = { SHEET_TEXT, 8.5, SHEET_BLACK, PANGO_ALIGN_LEFT };
	bool is_attempt = glance->type == WIPECERT_ATTEMPT;
	char words[160];
	double height;

	block->sheet->field = _("Verdict");
	snprintf(words, sizeof(words), "%s%s%s%s", glance->is_demo ? "DEMO: " : "",
		 is_attempt ? _("Verdict") : "", is_attempt ? ": " : "", glance->verdict);
	verdict.size = sheet_fitting_size(block->sheet, width, &verdict, 12, words);
	height = block_text(block, x, y, width, verdict, words) + 2;
	return height + block_text(block, x, y + height, width, meaning, glance->meaning);
}

static double draw_verdict(struct block *block, double y)
{
	const double x = SHEET_MARGIN, disc = 34, words_x = x + 16 + disc + 12;
	const double answers_x = x + SHEET_INNER - ANSWERS_WIDTH - 10;
	const struct block drawing = *block;
	enum wipecert_tone tone = block->glance->tone;
	double height, other;

	block->draw = false;
	height = draw_words(block, words_x, y, answers_x - words_x - 14);
	other = draw_answers(block, answers_x, y);
	height = (height > other ? height : other) + 20;
	block->draw = drawing.draw;
	if (!block->draw)
		return height;
	sheet_fill_box(block->sheet, x, y, SHEET_INNER, height, mark_ground(tone));
	sheet_fill_box(block->sheet, x, y, 5, height, mark_colour(tone));
	if (tone != WIPECERT_TONE_GOOD)
		sheet_line_box(block->sheet, x + 0.75, y + 0.75, SHEET_INNER - 1.5, height - 1.5,
			       1.5, mark_colour(tone));
	mark_draw(block->sheet, x + 16, y + 10, disc, tone);
	draw_words(block, words_x, y + 10, answers_x - words_x - 14);
	sheet_fill_box(block->sheet, answers_x - 8, y + 10, 0.6, height - 20, SHEET_RULE);
	draw_answers(block, answers_x, y + 10);
	return height;
}

#define COLUMN_GAP 14.0
#define COLUMN ((SHEET_INNER - COLUMN_GAP) / 2)

static double draw_medium_and_result(struct block *block, double y)
{
	double left = block_part(block, WIPECERT_PART_MEDIUM, SHEET_MARGIN, y, COLUMN);
	double right = block_part(block, WIPECERT_PART_RESULT, SHEET_MARGIN + COLUMN + COLUMN_GAP,
				  y, COLUMN);

	return left > right ? left : right;
}

static double draw_keys_and_rests(struct block *block, double y)
{
	double left, right;

	if (!block_has(block, WIPECERT_PART_KEYS))
		return 0;
	if (!block_has(block, WIPECERT_PART_RESTS))
		return block_part(block, WIPECERT_PART_KEYS, SHEET_MARGIN, y, SHEET_INNER);
	left = block_part(block, WIPECERT_PART_KEYS, SHEET_MARGIN, y, COLUMN);
	right = block_part(block, WIPECERT_PART_RESTS, SHEET_MARGIN + COLUMN + COLUMN_GAP, y,
			   COLUMN);
	return left > right ? left : right;
}

/* The frame comes first, for its ground is beneath the words. */
static double draw_noticed(struct block *block, enum wipecert_part part, double y)
{
	bool draw = block->draw;
	double height;

	block->draw = false;
	height = block_part(block, part, SHEET_MARGIN + 10, y, SHEET_INNER - 20) + 12;
	block->draw = draw;
	if (!draw)
		return height;
	sheet_fill_box(block->sheet, SHEET_MARGIN, y, SHEET_INNER, height, SHEET_AMBER_PALE);
	sheet_line_box(block->sheet, SHEET_MARGIN + 0.4, y + 0.4, SHEET_INNER - 0.8, height - 0.8,
		       0.8, SHEET_AMBER);
	block_part(block, part, SHEET_MARGIN + 10, y + 6, SHEET_INNER - 20);
	return height;
}

static double draw_undone(struct block *block, double y)
{
	return block_has(block, WIPECERT_PART_UNDONE) ?
		       draw_noticed(block, WIPECERT_PART_UNDONE, y) :
		       0;
}

static double draw_uncovered(struct block *block, double y)
{
	return draw_noticed(block, WIPECERT_PART_UNCOVERED, y);
}

static double draw_facts_and_claims(struct block *block, double y)
{
	double left = block_framed(block, WIPECERT_PART_FACTS, SHEET_MARGIN, y, COLUMN);
	double right = block_framed(block, WIPECERT_PART_CLAIMS, SHEET_MARGIN + COLUMN + COLUMN_GAP,
				    y, COLUMN);
	double height = left > right ? left : right;

	if (block->draw) {
		block_frame(block, WIPECERT_PART_FACTS, SHEET_MARGIN, y, COLUMN, height);
		block_frame(block, WIPECERT_PART_CLAIMS, SHEET_MARGIN + COLUMN + COLUMN_GAP, y,
			    COLUMN, height);
	}
	return height;
}

static double draw_signature(struct block *block, double y)
{
	return block_part(block, WIPECERT_PART_SIGNATURE, SHEET_MARGIN, y, SHEET_INNER);
}

#define QR_WIDTH 84.0

static double draw_check(struct block *block, double y)
{
	const struct sheet_style small = { SHEET_TEXT, 6.5, SHEET_GREY, PANGO_ALIGN_CENTER };
	const double x = SHEET_MARGIN + SHEET_INNER - QR_WIDTH - 6;
	double height = block_part(block, WIPECERT_PART_CHECK, SHEET_MARGIN, y,
				   SHEET_INNER - QR_WIDTH - 20);
	double code = QR_WIDTH;
	char text[160];

	block->sheet->field = "QR";
	code += block_text(block, x - 6, y + QR_WIDTH, QR_WIDTH + 12, small,
			   _("number and SHA-256 of the record"));
	block_qr_text(block->glance, text, sizeof(text));
	if (block->draw && !qr_draw(block->sheet->cr, x, y, QR_WIDTH, text))
		block->sheet->code = block->sheet->code ?
					     block->sheet->code :
					     wipe_error_set(block->sheet->err, WIPE_E_NOMEM, 0,
							    _("out of memory"));
	return height > code ? height : code;
}

static double draw_statement(struct block *block, double y)
{
	if (block->draw)
		sheet_rule(block->sheet, SHEET_MARGIN, y, SHEET_INNER, 0.6, SHEET_RULE);
	return 3 + block_lines(block, WIPECERT_PART_STATEMENT, SHEET_MARGIN, y + 3, SHEET_INNER);
}

static const block_fn blocks[] = {
	draw_head,	     draw_demo_band, draw_verdict,   draw_medium_and_result,
	draw_keys_and_rests, draw_undone,    draw_uncovered, draw_facts_and_claims,
	draw_signature,	     draw_check,     draw_statement,
};
#define BLOCK_COUNT (sizeof(blocks) / sizeof(blocks[0]))

static double height_of_all(struct block *block)
{
	double height = 0;

	block->draw = false;
	for (size_t i = 0; i < BLOCK_COUNT; i++) {
		double one = blocks[i](block, 0);

		height += one > 0 ? one + (i ? GAP : 0) : 0;
	}
	return height;
}

/* The largest size in which all fits on one page; the least if none does. */
static void choose_scale(struct block *block)
{
	for (block->scale = 1.0; block->scale > LEAST_SCALE; block->scale -= 0.02)
		if (SHEET_MARGIN + height_of_all(block) <= BOTTOM)
			return;
	block->scale = LEAST_SCALE;
}

static void end_page(struct block *block, unsigned int number, unsigned int of_pages)
{
	const struct wipecert_glance *glance = block->glance;
	char text[160];

	if (!of_pages)
		return;
	snprintf(text, sizeof(text), "%s  SHA-256 %s", glance->id, glance->econtent_sha256);
	foot_draw(block->sheet, text, number, of_pages);
	if (glance->is_demo)
		mark_across(block->sheet, _("DEMO - NO PROOF"));
	sheet_next_page(block->sheet);
}

unsigned int page_draw(struct sheet *sheet, const struct wipecert_glance *glance,
		       unsigned int number, unsigned int of_pages)
{
	struct block block = { .sheet = sheet, .glance = glance };
	unsigned int pages = 1;
	double y = SHEET_MARGIN;

	choose_scale(&block);
	for (size_t i = 0; i < BLOCK_COUNT; i++) {
		double height;

		block.draw = false;
		height = blocks[i](&block, y);
		if (height <= 0)
			continue;
		if (y > SHEET_MARGIN && y + height > BOTTOM) {
			end_page(&block, number + pages - 1, of_pages);
			pages++;
			y = SHEET_MARGIN;
		}
		block.draw = of_pages > 0;
		if (block.draw)
			blocks[i](&block, y);
		y += height + GAP;
	}
	end_page(&block, number + pages - 1, of_pages);
	return pages;
}
