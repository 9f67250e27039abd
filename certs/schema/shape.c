/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "shape.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "text.h"

static const struct {
	const char *name;
	json_type type;
} types[] = {
	{ "object", JSON_OBJECT },   { "array", JSON_ARRAY }, { "string", JSON_STRING },
	{ "integer", JSON_INTEGER }, { "null", JSON_NULL },
};

static bool is_type(const char *name, const json_t *value)
{
	if (name && strcmp(name, "boolean") == 0)
		return json_is_boolean(value);
	for (size_t i = 0; name && i < sizeof(types) / sizeof(types[0]); i++)
		if (strcmp(types[i].name, name) == 0)
			return json_typeof(value) == types[i].type;
	return false;
}

static bool fits_type(json_t *word, json_t *value)
{
	size_t index;
	json_t *name;

	if (!json_is_array(word))
		return is_type(json_string_value(word), value);
	json_array_foreach(word, index,
			   name) if (is_type(json_string_value(name), value)) return true;
	return false;
}

bool shape_is_one_of(json_t *values, json_t *value)
{
	size_t index;
	json_t *item;

	json_array_foreach(values, index, item) if (json_equal(item, value)) return true;
	return false;
}

static bool fits_const(json_t *word, json_t *value)
{
	return json_equal(word, value) != 0;
}

/* In code points; the text is well-formed UTF-8. */
static json_int_t length_of(const json_t *value)
{
	const char *text = json_string_value(value);
	json_int_t length = 0;

	for (; *text; text++)
		length += ((unsigned char)*text & 0xc0) != 0x80;
	return length;
}

static bool fits_min_length(json_t *word, json_t *value)
{
	return !json_is_string(value) || length_of(value) >= json_integer_value(word);
}

static bool fits_max_length(json_t *word, json_t *value)
{
	return !json_is_string(value) || length_of(value) <= json_integer_value(word);
}

static bool fits_min_items(json_t *word, json_t *value)
{
	return !json_is_array(value) ||
	       (json_int_t)json_array_size(value) >= json_integer_value(word);
}

static bool fits_max_items(json_t *word, json_t *value)
{
	return !json_is_array(value) ||
	       (json_int_t)json_array_size(value) <= json_integer_value(word);
}

static bool fits_minimum(json_t *word, json_t *value)
{
	return !json_is_integer(value) || json_integer_value(value) >= json_integer_value(word);
}

static bool fits_maximum(json_t *word, json_t *value)
{
	return !json_is_integer(value) || json_integer_value(value) <= json_integer_value(word);
}

static bool fits_anything(json_t *word, json_t *value)
{
	(void)word;
	(void)value;
	return true;
}

static const struct {
	const char *name;
	bool (*fits)(json_t *word, json_t *value);
	const char *fault;
} words[] = {
	{ "type", fits_type, N_("is of the wrong type") },
	{ "enum", shape_is_one_of, N_("is none of the allowed values") },
	{ "const", fits_const, N_("is not the one allowed value") },
	{ "minLength", fits_min_length, N_("is too short") },
	{ "maxLength", fits_max_length, N_("is too long") },
	{ "minItems", fits_min_items, N_("has too few items") },
	{ "maxItems", fits_max_items, N_("has too many items") },
	{ "minimum", fits_minimum, N_("is too small") },
	{ "maximum", fits_maximum, N_("is too large") },
	{ "$schema", fits_anything, "" },
	{ "$id", fits_anything, "" },
	{ "$defs", fits_anything, "" },
	{ "title", fits_anything, "" },
	{ "description", fits_anything, "" },
};

const char *shape_fault(const char *name, json_t *word, json_t *value)
{
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(words[i].name, name) == 0)
			return words[i].fits(word, value) ? NULL : _(words[i].fault);
	return _("the schema is broken here");
}

/* Ranges like [a-f] mean bytes, whatever the user's locale makes of them. */
static int compile_bytewise(regex_t *compiled, const char *pattern)
{
	locale_t bytewise = newlocale(LC_ALL_MASK, "C", (locale_t)0), before;
	int error;

	if (!bytewise)
		return REG_ESPACE;
	before = uselocale(bytewise);
	error = regcomp(compiled, pattern, REG_EXTENDED | REG_NOSUB);
	uselocale(before);
	freelocale(bytewise);
	return error;
}

static const regex_t *compiled(struct shape_patterns *patterns, const char *pattern)
{
	size_t at = patterns->count;

	for (size_t i = 0; i < at; i++)
		if (strcmp(patterns->items[i].text, pattern) == 0)
			return &patterns->items[i].compiled;
	if (at == SHAPE_PATTERNS_MAX)
		return NULL;
	patterns->items[at].text = strdup(pattern);
	if (!patterns->items[at].text)
		return NULL;
	if (compile_bytewise(&patterns->items[at].compiled, pattern) != 0) {
		free(patterns->items[at].text);
		return NULL;
	}
	patterns->count++;
	return &patterns->items[at].compiled;
}

int shape_matches(struct shape_patterns *patterns, const char *pattern, const char *text)
{
	const regex_t *expression = compiled(patterns, pattern);

	return expression ? regexec(expression, text, 0, NULL, 0) == 0 : -1;
}

void shape_patterns_clear(struct shape_patterns *patterns)
{
	for (size_t i = 0; i < patterns->count; i++) {
		free(patterns->items[i].text);
		regfree(&patterns->items[i].compiled);
	}
	patterns->count = 0;
}
