/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Command lines by popt: long options are never abbreviated and never have a
 * single dash. A tool gives a const table; popt hands each option back by its
 * number, so that a table holds no addresses of variables.
 */
#ifndef MASSHO_TOOLS_OPTIONS_H
#define MASSHO_TOOLS_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include <popt.h>

/* Or-ed into an option's number (from 1): it may be given more than once. */
#define OPTIONS_MANY 0x10000

struct options_spec {
	const char *tool;		     /* "wipe-cert sign": in front of messages */
	const char *arguments;		     /* N_("[OPTION]... DEVICE...") */
	const char *summary;		     /* N_(): what the tool does, a sentence or two */
	const char *notes;		     /* N_(): shown after the options; NULL: none */
	const struct poptOption *table;	     /* own options, ends with POPT_TABLEEND */
	int least_arguments, most_arguments; /* most -1: any number */
};

struct options {
	bool json, quiet;
	const char *log_path; /* NULL: none */
	const char **arguments;
	size_t argument_count;
	struct options_values *values; /* owns the strings */
};

/*
 * Takes an option of the tool's own table: its number without OPTIONS_MANY, and
 * its value, valid until options_free(), or NULL. Returns 0, or an exit code
 * after having said why (options_fail()).
 */
typedef int (*options_set_fn)(void *arg, int number, const char *value);

#define OPTIONS_GO (-1)

/*
 * Reads a command line. Returns OPTIONS_GO, or the exit code to end with:
 * EXIT_DONE after --help and --version, EXIT_USAGE after a message. set may be
 * NULL if the table is empty. The caller always calls options_free().
 */
int options_parse(const struct options_spec *spec, int argc, char **argv, options_set_fn set,
		  void *set_arg, struct options *options);
void options_free(struct options *options);

/* Says "tool: ..." and how to get help, and returns EXIT_USAGE. */
int options_fail(const char *tool, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* --version: tool, package version, build id. Returns EXIT_DONE. */
int options_print_version(const char *tool);

/*
 * A whole decimal number without sign or blanks from least to most.
 * False: it is none.
 */
bool options_number(const char *text, unsigned long least, unsigned long most,
		    unsigned long *number);

#endif
