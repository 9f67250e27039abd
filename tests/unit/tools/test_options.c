/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cmocka_all.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "exit.h"
#include "options.h"

enum { TRUST = 1, OUTPUT, ALL };

static const struct poptOption table[] = {
	{ "trust", 0, POPT_ARG_STRING, NULL, TRUST | OPTIONS_MANY, "anchors", "FILE" },
	{ "output", 'o', POPT_ARG_STRING, NULL, OUTPUT, "write to FILE", "FILE" },
	{ "all", 0, POPT_ARG_NONE, NULL, ALL, "everything", NULL },
	POPT_TABLEEND,
};

static const struct options_spec spec = {
	.tool = "wipe-test",
	.arguments = "[OPTION]... FILE",
	.summary = "Tests.",
	.table = table,
	.least_arguments = 1,
	.most_arguments = 2,
};

struct taken {
	char trust[64], output[64];
	bool all;
};

static int take(void *arg, int number, const char *value)
{
	struct taken *taken = arg;

	if (number == TRUST)
		strncat(taken->trust, value, 10);
	else if (number == OUTPUT)
		strncat(taken->output, value, 10);
	else if (number == ALL)
		taken->all = true;
	else
		fail_msg("option number %d", number);
	return strcmp(value ? value : "", "refuse") ? 0 : EXIT_REFUSED;
}

/* Parses words with stdout and stderr thrown away. */
static int parse(const char *const *words, struct options *options, struct taken *taken)
{
	char copies[16][64];
	char *argv[17] = { NULL };
	int argc = 0, out = dup(1), err = dup(2), null = open("/dev/null", O_WRONLY), code;

	for (; words[argc]; argc++) {
		snprintf(copies[argc], sizeof(copies[argc]), "%s", words[argc]);
		argv[argc] = copies[argc];
	}
	*taken = (struct taken){ 0 };
	fflush(stdout);
	dup2(null, 1);
	dup2(null, 2);
	code = options_parse(&spec, argc, argv, take, taken, options);
	fflush(stdout);
	dup2(out, 1);
	dup2(err, 2);
	close(out);
	close(err);
	close(null);
	return code;
}

#define WORDS(...) ((const char *const[]){ "wipe-test", __VA_ARGS__, NULL })

static void options_and_arguments_are_told_apart(void **state)
{
	struct options options;
	struct taken taken;

	(void)state;
	assert_int_equal(parse(WORDS("--trust", "a", "x", "--json", "--trust=b", "-o", "out",
				     "--all", "--log=l", "--quiet", "--", "-y"),
			       &options, &taken),
			 OPTIONS_GO);
	assert_string_equal(taken.trust, "ab");
	assert_string_equal(taken.output, "out");
	assert_true(taken.all && options.json && options.quiet);
	assert_string_equal(options.log_path, "l");
	assert_int_equal(options.argument_count, 2);
	assert_string_equal(options.arguments[0], "x");
	assert_string_equal(options.arguments[1], "-y");
	options_free(&options);
	options_free(&options);
}

/* Goal: whatever is unclear ends with 2 before the tool does anything. */
static void unclear_command_lines_are_refused(void **state)
{
	const char *const *const bad[] = {
		WORDS("--js", "x"),	  /* an abbreviation */
		WORDS("--tru", "a", "x"), /* another */
		WORDS("-json", "x"),	  /* a single dash */
		WORDS("-all", "x"),
		WORDS("--no-all", "x"),
		WORDS("-f", "x"),
		WORDS("-h"),
		WORDS("--all=yes", "x"),
		WORDS("x", "--log"),
		WORDS("x", "--log="),
		WORDS("x", "-o", ""),
		WORDS("--json", "--json", "x"),
		WORDS("--all", "--all", "x"),
		WORDS("-o", "a", "--output=b", "x"),
		WORDS("--log=a", "--log=b", "x"),
		WORDS("--all"),	      /* no argument */
		WORDS("x", "y", "z"), /* one too many */
	};
	struct options options;
	struct taken taken;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		int code = parse(bad[i], &options, &taken);

		if (code != EXIT_USAGE)
			fail_msg("case %zu (%s): %d", i, bad[i][1], code);
		options_free(&options);
	}
}

static void help_and_version_end_well(void **state)
{
	struct options options;
	struct taken taken;

	(void)state;
	assert_int_equal(parse(WORDS("--help"), &options, &taken), EXIT_DONE);
	options_free(&options);
	assert_int_equal(parse(WORDS("--version"), &options, &taken), EXIT_DONE);
	options_free(&options);
}

static void a_refused_value_ends_with_its_code(void **state)
{
	struct options options;
	struct taken taken;

	(void)state;
	assert_int_equal(parse(WORDS("-o", "refuse", "x"), &options, &taken), EXIT_REFUSED);
	options_free(&options);
}

static void numbers_are_plain_and_in_range(void **state)
{
	unsigned long number = 0;

	(void)state;
	assert_true(options_number("0", 0, 9, &number) && number == 0);
	assert_true(options_number("100", 1, 100, &number) && number == 100);
	assert_false(options_number("101", 1, 100, &number));
	assert_false(options_number("0", 1, 100, &number));
	assert_false(options_number("", 0, 9, &number));
	assert_false(options_number("-1", 0, 9, &number));
	assert_false(options_number("+1", 0, 9, &number));
	assert_false(options_number(" 1", 0, 9, &number));
	assert_false(options_number("1x", 0, 9, &number));
	assert_false(options_number("0x1", 0, 9, &number));
	assert_false(options_number("99999999999999999999999", 0, (unsigned long)-1, &number));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(options_and_arguments_are_told_apart),
		cmocka_unit_test(unclear_command_lines_are_refused),
		cmocka_unit_test(help_and_version_end_well),
		cmocka_unit_test(a_refused_value_ends_with_its_code),
		cmocka_unit_test(numbers_are_plain_and_in_range),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
