/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "schema.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "place.h"
#include "shape.h"
#include "text.h"

/* References and instances together; records are 6 deep. */
#define DEPTH_MAX 48
#define LIMIT_BYTES 256

struct schema {
	json_t *root;
	struct shape_patterns patterns;
};

/* What is being held against what. */
struct spot {
	struct schema *schema;
	json_t *node;  /* of the schema */
	json_t *value; /* of the instance */
	const struct place *place;
	unsigned int depth;
	struct wipe_error *err;
};

static int validate(const struct spot *spot);

static int complain(const struct spot *spot, const char *what)
{
	return place_error(spot->place, spot->err, what);
}

/* limit: what would be right; "" not told. */
static int complain_of(const struct spot *spot, const char *what, const char *limit)
{
	char told[LIMIT_BYTES + 128];

	snprintf(told, sizeof(told), *limit ? "%s (%s)" : "%s", what, limit);
	return complain(spot, told);
}

static int validate_child(const struct spot *spot, json_t *node, json_t *value, const char *key,
			  size_t index)
{
	struct place place = { .up = spot->place, .key = key, .index = index };
	struct spot child = *spot;

	child.node = node;
	child.value = value;
	child.place = &place;
	child.depth++;
	return validate(&child);
}

static json_t *resolve(const struct schema *schema, json_t *reference)
{
	static const char prefix[] = "#/$defs/";
	const char *text = json_string_value(reference);

	if (!text || strncmp(text, prefix, sizeof(prefix) - 1) != 0)
		return NULL;
	return json_object_get(json_object_get(schema->root, "$defs"), text + sizeof(prefix) - 1);
}

static int check_ref(const struct spot *spot, json_t *word)
{
	struct spot target = *spot;

	target.node = resolve(spot->schema, word);
	target.depth++;
	return target.node ? validate(&target) : complain(spot, _("the schema is broken here"));
}

static int check_properties(const struct spot *spot, json_t *word)
{
	const char *key;
	json_t *node;

	json_object_foreach(word, key, node)
	{
		json_t *value = json_object_get(spot->value, key);
		int rc = value ? validate_child(spot, node, value, key, 0) : 0;

		if (rc)
			return rc;
	}
	return 0;
}

static int check_required(const struct spot *spot, json_t *word)
{
	size_t index;
	json_t *name;

	if (!json_is_object(spot->value))
		return 0;
	json_array_foreach(word, index, name)
	{
		struct place place = { .up = spot->place, .key = json_string_value(name) };

		if (!json_object_get(spot->value, json_string_value(name)))
			return place_error(&place, spot->err, _("is missing"));
	}
	return 0;
}

static int check_additional(const struct spot *spot, json_t *word)
{
	json_t *known = json_object_get(spot->node, "properties");
	const char *key;
	json_t *value;

	if (!json_is_false(word))
		return complain(spot, _("the schema is broken here"));
	json_object_foreach(spot->value, key, value)
	{
		struct place place = { .up = spot->place, .key = key };

		if (!json_object_get(known, key))
			return place_error(&place, spot->err, _("is no known key"));
	}
	return 0;
}

static int check_items(const struct spot *spot, json_t *word)
{
	size_t index;
	json_t *item;

	json_array_foreach(spot->value, index, item)
	{
		int rc = validate_child(spot, word, item, NULL, index);

		if (rc)
			return rc;
	}
	return 0;
}

/*
 * Does value's "type", "kind" or "reason" satisfy what the branch of a oneOf says of it? All
 * that is fixed there has to be so; of what may be one of several, the first tells.
 */
static bool branch_fits(const struct schema *schema, json_t *branch, json_t *value)
{
	static const char *const tellers[] = { "type", "kind", "reason" };
	json_t *target = resolve(schema, json_object_get(branch, "$ref"));
	json_t *properties = json_object_get(target, "properties");
	bool fits = false;

	for (size_t i = 0; i < sizeof(tellers) / sizeof(tellers[0]); i++) {
		json_t *node = json_object_get(properties, tellers[i]);
		json_t *said = json_object_get(value, tellers[i]);
		json_t *fixed = json_object_get(node, "const");

		if (fixed && !json_equal(fixed, said))
			return false;
		if (fixed)
			fits = true;
		else if (node && said && !fits)
			return shape_is_one_of(json_object_get(node, "enum"), said);
	}
	return fits;
}

static int check_one_of(const struct spot *spot, json_t *word)
{
	size_t index;
	json_t *branch;

	json_array_foreach(word, index, branch)
	{
		struct spot chosen = *spot;

		if (!branch_fits(spot->schema, branch, spot->value))
			continue;
		chosen.node = branch;
		chosen.depth++;
		return validate(&chosen);
	}
	return complain(spot, _("is of no known type"));
}

/* What pattern wants, for people; "" where that is nothing they write. */
static const char *name_of(const char *pattern)
{
	static const struct {
		const char *pattern, *name;
	} names[] = {
		{ "^[ -~]*$", N_("letters, digits and signs of ASCII only") },
		{ "^[a-z0-9][a-z0-9.-]*$", N_("small letters, digits, dots and hyphens only") },
		{ "^[1-9][0-9]*$", N_("digits only") },
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(names[i].pattern, pattern) == 0)
			return _(names[i].name);
	return "";
}

static int check_pattern(const struct spot *spot, json_t *word)
{
	const char *text = json_string_value(spot->value), *pattern = json_string_value(word);
	int matches;

	if (!text)
		return 0;
	matches = pattern ? shape_matches(&spot->schema->patterns, pattern, text) : -1;
	if (matches < 0)
		return complain(spot, _("the schema is broken here"));
	return matches ? 0 : complain_of(spot, _("is not written as it must be"), name_of(pattern));
}

/* The allowed ones, or how many there may be; null is nothing that people write. */
static void tell_limit(const char *name, const json_t *word, char *out, size_t size)
{
	size_t index, used = 0;
	const json_t *value;

	*out = '\0';
	if (json_is_integer(word))
		snprintf(out, size, "%" JSON_INTEGER_FORMAT, json_integer_value(word));
	if (strcmp(name, "enum") != 0)
		return;
	json_array_foreach(word, index, value)
	{
		if (json_is_string(value) && used < size)
			used += (size_t)snprintf(out + used, size - used, "%s%s", used ? ", " : "",
						 json_string_value(value));
	}
}

static int check_shape(const struct spot *spot, json_t *word, const char *name)
{
	const char *what = shape_fault(name, word, spot->value);
	char limit[LIMIT_BYTES];

	if (!what)
		return 0;
	tell_limit(name, word, limit, sizeof(limit));
	return complain_of(spot, what, limit);
}

/* A word without function is judged by shape_fault(): it needs only word and value. */
static const struct {
	const char *name;
	int (*check)(const struct spot *spot, json_t *word);
} words[] = {
	{ "$ref", check_ref },		{ "additionalProperties", check_additional },
	{ "items", check_items },	{ "oneOf", check_one_of },
	{ "pattern", check_pattern },	{ "properties", check_properties },
	{ "required", check_required },
};

static int check_word(const struct spot *spot, const char *name, json_t *word)
{
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(words[i].name, name) == 0)
			return words[i].check(spot, word);
	return check_shape(spot, word, name);
}

static int validate(const struct spot *spot)
{
	const char *name;
	json_t *word;

	if (spot->depth > DEPTH_MAX)
		return complain(spot, _("is nested too deeply"));
	json_object_foreach(spot->node, name, word)
	{
		int rc = check_word(spot, name, word);

		if (rc)
			return rc;
	}
	return 0;
}

int schema_load(const void *text, size_t bytes, struct schema **schema, struct wipe_error *err)
{
	json_error_t problem;

	*schema = calloc(1, sizeof(**schema));
	if (!*schema)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	(*schema)->root = json_loadb(text, bytes, JSON_REJECT_DUPLICATES, &problem);
	if ((*schema)->root)
		return 0;
	schema_free(*schema);
	*schema = NULL;
	return wipe_error_set(err, WIPE_E_FORMAT, 0, _("the schema cannot be read: %s"),
			      problem.text);
}

void schema_free(struct schema *schema)
{
	if (!schema)
		return;
	json_decref(schema->root);
	shape_patterns_clear(&schema->patterns);
	free(schema);
}

int schema_validate(struct schema *schema, json_t *value, struct wipe_error *err)
{
	struct spot spot = { .schema = schema, .node = schema->root, .value = value, .err = err };

	return validate(&spot);
}
