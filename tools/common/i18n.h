/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Messages in the user's language. Every text for people goes through _(). */
#ifndef MASSHO_TOOLS_I18N_H
#define MASSHO_TOOLS_I18N_H

#include <libintl.h>
#include <stdbool.h>

#define _(s) gettext(s)
#define N_(s) s /* marks a text of a const table, translated when it is shown */

/*
 * Takes the locale from the environment and binds the catalogue. Where the
 * locale that is asked for is not installed, C.UTF-8 stands in and the language
 * is kept, so that messages appear on a bare rescue system too. Numbers stay as
 * in the C locale. Call it once, first in main().
 */
void i18n_start(void);

/*
 * From now on messages in this language ("ja"), whatever the locale; false: there
 * are none, and nothing has changed. Not beside other threads that show messages.
 */
bool i18n_use(const char *language);
/* Is there a catalogue for it in this release, whether it is installed or not? */
bool i18n_is_known(const char *language);
/* Where catalogues are looked for. */
const char *i18n_folder(void);

/* The language that messages are in; "en" for those of the sources. */
const char *i18n_language(void);

/* The file of these messages into path, and path; NULL: they are those of the sources. */
#define I18N_PATH_BYTES 1024
const char *i18n_catalogue(char path[I18N_PATH_BYTES]);

#endif
