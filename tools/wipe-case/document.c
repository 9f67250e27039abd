/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "document.h"

#include "i18n.h"

void document_begin(struct document *document, const char *key)
{
	*document = (struct document){ .key = key,
				       .addressee = json_array(),
				       .sender = json_array(),
				       .notices = json_array(),
				       .statements = json_array(),
				       .sections = json_array() };
	document->failed = !document->addressee || !document->sender || !document->notices ||
			   !document->statements || !document->sections;
}

void document_clear(struct document *document)
{
	json_decref(document->addressee);
	json_decref(document->sender);
	json_decref(document->notices);
	json_decref(document->statements);
	json_decref(document->sections);
	*document = (struct document){ .key = "" };
}

/* What is no UTF-8 never comes here: records hold none. */
static json_t *text_of(const char *text)
{
	return json_string(text ? text : "");
}

static void append(struct document *document, json_t *list, json_t *value)
{
	if (json_array_append_new(list, value) != 0)
		document->failed = true;
}

static void set(struct document *document, json_t *object, const char *key, json_t *value)
{
	if (json_object_set_new(object, key, value) != 0)
		document->failed = true;
}

void document_line(struct document *document, json_t *lines, const char *text)
{
	append(document, lines, text_of(text));
}

json_t *document_section(struct document *document, const char *key, const char *heading)
{
	json_t *section = json_object();

	append(document, document->sections, section);
	if (document->whose) {
		set(document, section, "key",
		    json_sprintf("subcontractor_%zu_%s", document->whose_number, key));
		set(document, section, "heading",
		    json_sprintf(_("%s (%s)"), heading ? heading : key, document->whose));
	} else {
		set(document, section, "key", json_string(key));
		set(document, section, "heading", heading ? json_string(heading) : json_null());
	}
	set(document, section, "notices", json_array());
	set(document, section, "paragraphs", json_array());
	set(document, section, "fields", json_array());
	return section;
}

void document_paragraph(struct document *document, json_t *section, const char *text)
{
	append(document, json_object_get(section, "paragraphs"), text_of(text));
}

void document_notice(struct document *document, json_t *section, const char *text)
{
	append(document, json_object_get(section, "notices"), text_of(text));
}

void document_field(struct document *document, json_t *section, const char *key, const char *label,
		    enum wipepaper_kind kind, const char *text)
{
	json_t *field = json_object();

	append(document, json_object_get(section, "fields"), field);
	set(document, field, "key", json_string(key));
	set(document, field, "label", json_string(label));
	set(document, field, "kind", json_integer((json_int_t)kind));
	set(document, field, "text", text_of(text));
}

void document_table(struct document *document, json_t *section,
		    const struct document_column *columns, size_t count, const char *none)
{
	json_t *list = json_array();

	set(document, section, "columns", list);
	set(document, section, "rows", json_array());
	set(document, section, "none", text_of(none));
	for (size_t i = 0; i < count; i++) {
		json_t *column = json_object();

		append(document, list, column);
		set(document, column, "key",
		    columns[i].key ? json_string(columns[i].key) : json_null());
		set(document, column, "heading", json_string(_(columns[i].heading)));
		set(document, column, "kind", json_integer((json_int_t)columns[i].kind));
		set(document, column, "weight", json_real(columns[i].weight));
	}
}

json_t *document_row(struct document *document, json_t *section)
{
	json_t *row = json_array();

	append(document, json_object_get(section, "rows"), row);
	return row;
}

void document_cell(struct document *document, json_t *row, const char *text)
{
	append(document, row, text_of(text));
}

void document_number(struct document *document, json_t *row, size_t number)
{
	append(document, row, json_sprintf("%zu", number));
}

void document_state(struct document *document, json_t *row, const char *id, const char *text,
		    enum wipepaper_tone tone)
{
	json_t *cell = json_object();

	append(document, row, cell);
	set(document, cell, "id", text_of(id));
	set(document, cell, "text", text_of(text));
	set(document, cell, "tone", json_integer((json_int_t)tone));
}
