/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "i18n.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The locale of messages as the environment names it, in setlocale()'s order. */
static const char *asked_locale(void)
{
	static const char *const names[] = { "LC_ALL", "LC_MESSAGES", "LANG" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const char *value = getenv(names[i]);

		if (value && *value)
			return value;
	}
	return "C";
}

/*
 * gettext() looks at LANGUAGE in any locale but "C", so C.UTF-8 with LANGUAGE
 * set shows every catalogue that is there.
 */
static void stand_in(void)
{
	const char *asked = asked_locale();
	const char *language = getenv("LANGUAGE");

	if (!setlocale(LC_ALL, "C.UTF-8"))
		return;
	if (strcmp(asked, "C") && strcmp(asked, "POSIX") && (!language || !*language))
		setenv("LANGUAGE", asked, 1);
}

void i18n_start(void)
{
	const char *folder = secure_getenv("TEXTDOMAINDIR");

	if (!setlocale(LC_ALL, ""))
		stand_in();
	setlocale(LC_NUMERIC, "C");
	bindtextdomain("massho", folder && *folder ? folder : MASSHO_LOCALEDIR);
	bind_textdomain_codeset("massho", "UTF-8");
	textdomain("massho");
}

/* One row for each catalogue of tools/po/LINGUAS, and the language of the sources. */
static const char *const languages[] = { "en", "ja" };
#define LANGUAGE_COUNT (sizeof(languages) / sizeof(languages[0]))

/* A catalogue names its language in the header, which stands at the empty message. */
const char *i18n_language(void)
{
	static const char field[] = "\nLanguage: ";
	const char *header = gettext("");
	const char *at = strstr(header, field);

	for (size_t i = 0; at && i < LANGUAGE_COUNT; i++)
		if (!strncmp(at + sizeof(field) - 1, languages[i], strlen(languages[i])))
			return languages[i];
	return languages[0];
}

const char *i18n_catalogue(char path[I18N_PATH_BYTES])
{
	const char *language = i18n_language();
	int bytes = snprintf(path, I18N_PATH_BYTES, "%s/%s/LC_MESSAGES/massho.mo",
			     bindtextdomain("massho", NULL), language);

	return strcmp(language, languages[0]) && bytes < I18N_PATH_BYTES ? path : NULL;
}

bool i18n_use(const char *language)
{
	const char *was = getenv("LANGUAGE");
	char *before = strdup(was ? was : "");
	bool done = false;

	if (!before)
		return false;
	if (!strcmp(setlocale(LC_MESSAGES, NULL), "C"))
		setlocale(LC_MESSAGES, "C.UTF-8");
	setenv("LANGUAGE", language, 1);
	/* Binding again makes gettext() look for catalogues anew. */
	textdomain("massho");
	done = !strcmp(i18n_language(), language);
	if (!done) {
		setenv("LANGUAGE", before, 1);
		textdomain("massho");
	}
	free(before);
	return done;
}

bool i18n_is_known(const char *language)
{
	for (size_t i = 0; i < LANGUAGE_COUNT; i++)
		if (!strcmp(language, languages[i]))
			return true;
	return false;
}

const char *i18n_folder(void)
{
	return bindtextdomain("massho", NULL);
}
