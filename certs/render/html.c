/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A glance as one HTML file that asks for nothing: no script, no request, and a policy
 * (CSP) that would forbid both. Everything that comes from elsewhere is escaped.
 */
#include <stdlib.h>
#include <string.h>

#include <wipecert/glance.h>
#include <wipecert/render.h>

#include "layout.h"
#include "text.h"

static const char style[] =
	"body{font-family:'Noto Sans CJK JP','Noto Sans JP','Hiragino Sans','Yu Gothic',Meiryo,"
	"sans-serif;color:#111;background:#fff;max-width:60rem;margin:2rem auto;padding:0 1.5rem;"
	"line-height:1.5}"
	"h1{color:#1f3a5f;font-size:1.7rem;margin:0;border-bottom:2px solid #1f3a5f}"
	"h2{font-size:1rem;color:#1f3a5f;margin:0 0 .3rem;border-bottom:1px solid #b5bbc4}"
	".id,code,pre{font-family:'Noto Sans Mono CJK JP',Consolas,monospace}"
	".id{color:#5a6069;font-size:.8rem;margin:.2rem 0 1rem}"
	".demo{background:#a81e17;color:#fff;font-weight:bold;text-align:center;padding:.6rem;"
	"margin:1rem 0}"
	".verdict{display:flex;flex-wrap:wrap;gap:1rem;justify-content:space-between;"
	"border-left:8px solid;padding:1rem 1.2rem;margin:1rem 0}"
	".verdict strong{font-size:1.5rem;display:block}"
	".good{background:#e9f4ed;border-color:#17683a}.good strong{color:#17683a}"
	".caution{background:#fff4d9;border:3px solid #8a5a00;border-left-width:8px}"
	".caution strong{color:#8a5a00}"
	".bad{background:#fdecea;border:3px solid #a81e17;border-left-width:8px}"
	".bad strong{color:#a81e17}"
	".verdict>div{flex:1 1 18rem}.verdict dl{flex:0 1 16rem;display:block;margin:0}"
	".verdict dd{margin:0 0 .5rem;font-weight:bold}.verdict dd.why{font-weight:normal}"
	".parts{display:grid;grid-template-columns:repeat(auto-fit,minmax(22rem,1fr));gap:1.2rem}"
	"section{min-width:0}section.wide{grid-column:1/-1}"
	"#uncovered,#undone{background:#fff4d9;border:1px solid #8a5a00;padding:.8rem}"
	"#facts{border:1px solid #1f3a5f;padding:.8rem}#claims{border:1px dashed #5a6069;"
	"padding:.8rem}"
	"section dl{display:grid;grid-template-columns:9rem 1fr;gap:.15rem .8rem;margin:0}"
	"dt{color:#5a6069;font-size:.85rem}dd{margin:0;overflow-wrap:anywhere}"
	"dd.all{grid-column:1/-1}"
	".mark{font-weight:bold}.mark::before{content:'\\25b2  ';color:#8a5a00}"
	"#medium code{font-weight:bold;font-size:1.1rem}"
	"pre{white-space:pre-wrap;font-size:.8rem;background:#f3f5f8;padding:1rem}"
	"@media print{body{margin:0;max-width:none;font-size:9pt}details{display:none}"
	".verdict,#uncovered,#undone,.demo{-webkit-print-color-adjust:exact;print-color-adjust:exact}}";

/* In the order of the enums. */
static const char *const tones[] = { "good", "caution", "bad" };
static const struct {
	const char *id;
	bool is_wide;
} parts[WIPECERT_PART_COUNT] = {
	[WIPECERT_PART_MEDIUM] = { "medium", false },
	[WIPECERT_PART_RESULT] = { "result", false },
	[WIPECERT_PART_KEYS] = { "keys", true },
	[WIPECERT_PART_RESTS] = { "rests", true },
	[WIPECERT_PART_UNDONE] = { "undone", true },
	[WIPECERT_PART_UNCOVERED] = { "uncovered", true },
	[WIPECERT_PART_FACTS] = { "facts", false },
	[WIPECERT_PART_CLAIMS] = { "claims", false },
	[WIPECERT_PART_SIGNATURE] = { "signature", true },
	[WIPECERT_PART_CHECK] = { "check", true },
	[WIPECERT_PART_STATEMENT] = { "statement", true },
};

static void put_escaped(struct layout *out, const char *text)
{
	for (; *text; text++) {
		switch (*text) {
		case '&':
			layout_raw(out, "&amp;");
			break;
		case '<':
			layout_raw(out, "&lt;");
			break;
		case '>':
			layout_raw(out, "&gt;");
			break;
		case '"':
			layout_raw(out, "&quot;");
			break;
		case '\'':
			layout_raw(out, "&#39;");
			break;
		default:
			layout_raw(out, "%c", *text);
		}
	}
}

/* <tag attributes>text</tag>; nothing if there is no text. */
static void put_element(struct layout *out, const char *tag, const char *attributes,
			const char *text)
{
	if (!*text)
		return;
	layout_raw(out, "<%s%s>", tag, attributes);
	put_escaped(out, text);
	layout_raw(out, "</%s>\n", tag);
}

static void put_head(struct layout *out, const struct wipecert_glance *glance, const char *language)
{
	layout_raw(out, "<!DOCTYPE html>\n<html lang=\"");
	put_escaped(out, language);
	layout_raw(out,
		   "\">\n<head>\n<meta charset=\"utf-8\">\n"
		   "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
		   "style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n"
		   "<meta name=\"referrer\" content=\"no-referrer\">\n"
		   "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
	put_element(out, "title", "", glance->title);
	layout_raw(out, "<style>%s</style>\n</head>\n<body>\n<header>\n", style);
	put_element(out, "h1", "", glance->title);
	put_element(out, "p", " class=\"id\"", glance->id);
	layout_raw(out, "</header>\n<main>\n");
	if (glance->is_demo)
		put_element(out, "p", " class=\"demo\"",
			    _("DEMONSTRATION: signed with a certificate for trials. This sheet "
			      "proves nothing."));
}

static void put_verdict(struct layout *out, const struct wipecert_glance *glance)
{
	layout_raw(out, "<div class=\"verdict %s\">\n<div>\n", tones[glance->tone]);
	if (*glance->verdict) {
		layout_raw(out, "<strong>%s", glance->is_demo ? "DEMO: " : "");
		put_escaped(out, glance->verdict);
		layout_raw(out, "</strong>\n");
	}
	put_element(out, "p", "", glance->meaning);
	layout_raw(out, "</div>\n<dl>\n");
	put_element(out, "dt", "", glance->authentic_question);
	put_element(out, "dd", "", glance->authentic);
	put_element(out, "dd", " class=\"why\"", glance->authentic_reason);
	put_element(out, "dd", " class=\"why\"", glance->authentic_detail);
	put_element(out, "dt", "", glance->held_question);
	put_element(out, "dd", "", glance->held);
	put_element(out, "dt", "", glance->confirmed_question);
	put_element(out, "dd", "", glance->confirmed);
	layout_raw(out, "</dl>\n</div>\n");
}

static void put_line(struct layout *out, const struct wipecert_line *line, bool has_labels)
{
	bool is_code = line->style == WIPECERT_LINE_CODE;

	if (has_labels && *line->label)
		put_element(out, "dt", "", line->label);
	else if (has_labels)
		layout_raw(out, "<dt></dt>");
	layout_raw(out, "<dd class=\"%s%s\">%s", has_labels ? "" : "all ",
		   line->style == WIPECERT_LINE_MARK ? "mark" : "", is_code ? "<code>" : "");
	put_escaped(out, line->value);
	layout_raw(out, "%s</dd>\n", is_code ? "</code>" : "");
}

static void put_part(struct layout *out, const struct wipecert_glance *glance,
		     enum wipecert_part part)
{
	bool has_labels = false, has_lines = false;

	for (size_t i = 0; i < glance->line_count; i++) {
		has_lines |= glance->lines[i].part == part;
		has_labels |= glance->lines[i].part == part && *glance->lines[i].label;
	}
	if (!has_lines)
		return;
	layout_raw(out, "<section id=\"%s\"%s>\n", parts[part].id,
		   parts[part].is_wide ? " class=\"wide\"" : "");
	put_element(out, "h2", "", wipecert_part_heading(glance, part));
	layout_raw(out, "<dl>\n");
	for (size_t i = 0; i < glance->line_count; i++)
		if (glance->lines[i].part == part)
			put_line(out, &glance->lines[i], has_labels);
	layout_raw(out, "</dl>\n</section>\n");
}

static void put_page(struct layout *out, const struct wipecert_glance *glance, const char *language,
		     const char *text)
{
	put_head(out, glance, language);
	put_verdict(out, glance);
	layout_raw(out, "<div class=\"parts\">\n");
	for (int part = 0; part < WIPECERT_PART_COUNT; part++)
		put_part(out, glance, (enum wipecert_part)part);
	layout_raw(out, "</div>\n<details>\n");
	put_element(out, "summary", "", _("Everything that the record says"));
	put_element(out, "pre", "", text);
	layout_raw(out, "</details>\n</main>\n</body>\n</html>\n");
}

int wipecert_render_html(const struct wipecert_result *result, const char *language, char **html,
			 struct wipe_error *err)
{
	struct wipecert_glance *glance = NULL;
	struct layout out = { .failed = false };
	char *text = NULL;
	int code = wipecert_render_text(result, &text, err);

	*html = NULL;
	if (!code)
		code = wipecert_glance_make(result, &glance, err);
	if (!code) {
		put_page(&out, glance, language, text);
		*html = layout_end(&out);
		if (!*html)
			code = wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	}
	wipecert_glance_free(glance);
	free(text);
	return code;
}
