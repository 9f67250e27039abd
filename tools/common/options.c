/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "options.h"

#include <errno.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "build_id.h"
#include "exit.h"
#include "help.h"
#include "i18n.h"
#include "output.h"

#define TABLE_MAX 64

enum common {
	COMMON_JSON = 0x8000,
	COMMON_QUIET,
	COMMON_LOG,
	COMMON_HELP,
	COMMON_VERSION,
};

static const struct poptOption common_table[] = {
	{ "json", 0, POPT_ARG_NONE, NULL, COMMON_JSON,
	  N_("results as JSON Lines on standard output"), NULL },
	{ "quiet", 0, POPT_ARG_NONE, NULL, COMMON_QUIET,
	  N_("leave out everything but results and errors"), NULL },
	{ "log", 0, POPT_ARG_STRING, NULL, COMMON_LOG, N_("append what happens to FILE"),
	  N_("FILE") },
	{ "help", 0, POPT_ARG_NONE, NULL, COMMON_HELP, N_("show this help and end"), NULL },
	{ "version", 0, POPT_ARG_NONE, NULL, COMMON_VERSION,
	  N_("show version and build id and end"), NULL },
	POPT_TABLEEND,
};

struct options_values {
	struct poptOption table[TABLE_MAX + 1]; /* the tool's and the common one together */
	poptContext context;			/* owns the arguments, looks at table */
	char **items;
	size_t count;
};

struct parser {
	const struct options_spec *spec;
	struct poptOption *table;
	size_t count;
	bool seen[TABLE_MAX];
	struct options *options;
	options_set_fn set;
	void *set_arg;
};

int options_fail(const char *tool, const char *format, ...)
{
	char message[1024];
	va_list list;

	va_start(list, format);
	vsnprintf(message, sizeof(message), format, list);
	va_end(list);
	output_error(tool, NULL, "%s", message);
	fprintf(stderr, _("Try \"%s --help\".\n"), tool);
	return EXIT_USAGE;
}

int options_print_version(const char *tool)
{
	char build_id[BUILD_ID_TEXT_BYTES];

	build_id_text(build_id);
	printf("%s (massho) %s\n", tool, MASSHO_VERSION);
	printf(_("build id %s\n"), *build_id ? build_id : "-");
	return EXIT_DONE;
}

bool options_number(const char *text, unsigned long least, unsigned long most,
		    unsigned long *number)
{
	char *end;

	if (!*text || text[strspn(text, "0123456789")])
		return false;
	errno = 0;
	*number = strtoul(text, &end, 10);
	return !errno && *number >= least && *number <= most;
}

static void add_table(struct parser *parser, const struct poptOption *table)
{
	for (; table && (table->longName || table->shortName); table++) {
		if (parser->count == TABLE_MAX)
			abort(); /* a table in the program is too long */
		parser->table[parser->count++] = *table;
	}
}

/* Keeps value until options_free(). NULL: no memory, and value is freed. */
static const char *keep(struct options_values *values, char *value)
{
	char **items = reallocarray(values->items, values->count + 1, sizeof(*items));

	if (!items) {
		free(value);
		return NULL;
	}
	values->items = items;
	return items[values->count++] = value;
}

static int out_of_memory(const char *tool)
{
	output_error(tool, NULL, "%s", _("out of memory"));
	return EXIT_FAILED;
}

static int say_bad_option(const struct parser *parser, int code)
{
	const char *tool = parser->spec->tool;
	const char *option =
		poptBadOption(parser->options->values->context, POPT_BADOPTION_NOALIAS);

	switch (code) {
	case POPT_ERROR_BADOPT:
		return options_fail(tool, _("unknown option %s"), option);
	case POPT_ERROR_NOARG:
		return options_fail(tool, _("option %s needs a value"), option);
	case POPT_ERROR_UNWANTEDARG:
		return options_fail(tool, _("option %s takes no value"), option);
	default:
		return options_fail(tool, _("option %s cannot be understood"), option);
	}
}

/* An option of the common table: OPTIONS_GO, or the exit code to end with. */
static int set_common(struct parser *parser, enum common number, const char *value)
{
	switch (number) {
	case COMMON_JSON:
		parser->options->json = true;
		break;
	case COMMON_QUIET:
		parser->options->quiet = true;
		break;
	case COMMON_LOG:
		parser->options->log_path = value;
		break;
	case COMMON_HELP:
		help_print(parser->spec, parser->table);
		return EXIT_DONE;
	case COMMON_VERSION:
		return options_print_version(parser->spec->tool);
	}
	return OPTIONS_GO;
}

/* Was an option given before that makes no sense twice? Marks it, and finds its name. */
static bool seen_before(struct parser *parser, int number, const char **name)
{
	for (size_t i = 0; i < parser->count; i++) {
		bool before = parser->seen[i];

		if (parser->table[i].val != number)
			continue;
		*name = parser->table[i].longName;
		parser->seen[i] = true;
		return before && !(number & OPTIONS_MANY);
	}
	return false;
}

static int take_option(struct parser *parser, int number)
{
	const char *tool = parser->spec->tool, *name = "", *value = NULL;
	char *given = poptGetOptArg(parser->options->values->context);
	int code;

	if (given) {
		value = keep(parser->options->values, given);
		if (!value)
			return out_of_memory(tool);
	}
	if (seen_before(parser, number, &name))
		return options_fail(tool, _("option --%s is given twice"), name);
	if (value && !*value)
		return options_fail(tool, _("option --%s needs a value"), name);
	if (!(number & OPTIONS_MANY) && number >= COMMON_JSON)
		return set_common(parser, (enum common)number, value);
	code = parser->set(parser->set_arg, number & ~OPTIONS_MANY, value);
	return code ? code : OPTIONS_GO;
}

static int take_arguments(struct parser *parser)
{
	const struct options_spec *spec = parser->spec;
	struct options *options = parser->options;

	options->arguments = poptGetArgs(options->values->context);
	while (options->arguments && options->arguments[options->argument_count])
		options->argument_count++;
	if (options->argument_count < (size_t)spec->least_arguments)
		return options_fail(spec->tool, "%s", _("an argument is missing"));
	if (spec->most_arguments >= 0 && options->argument_count > (size_t)spec->most_arguments)
		return options_fail(spec->tool, _("one argument too many: %s"),
				    options->arguments[spec->most_arguments]);
	return OPTIONS_GO;
}

int options_parse(const struct options_spec *spec, int argc, char **argv, options_set_fn set,
		  void *set_arg, struct options *options)
{
	struct parser parser = { .spec = spec, .options = options, .set = set, .set_arg = set_arg };
	const char **words = (const char **)(void *)argv;
	int number, code;

	*options = (struct options){ 0 };
	options->values = calloc(1, sizeof(*options->values));
	if (!options->values)
		return out_of_memory(spec->tool);
	parser.table = options->values->table;
	add_table(&parser, spec->table);
	add_table(&parser, common_table);
	options->values->context = poptGetContext(NULL, argc, words, parser.table, 0);
	if (!options->values->context)
		return out_of_memory(spec->tool);
	while ((number = poptGetNextOpt(options->values->context)) > 0) {
		code = take_option(&parser, number);
		if (code != OPTIONS_GO)
			return code;
	}
	if (number < -1)
		return say_bad_option(&parser, number);
	return take_arguments(&parser);
}

void options_free(struct options *options)
{
	struct options_values *values = options->values;

	if (!values)
		return;
	if (values->context)
		poptFreeContext(values->context);
	for (size_t i = 0; i < values->count; i++)
		free(values->items[i]);
	free(values->items);
	free(values);
	*options = (struct options){ 0 };
}
