/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MASSHO_WIPE_LIST_WORDS_H
#define MASSHO_WIPE_LIST_WORDS_H

#include <wipe/device.h>

/* What the table says, in the user's language and short; never NULL. */
const char *words_media(enum wipe_media media);
const char *words_layer(enum wipe_layer_kind kind);
const char *words_use(enum wipe_use_kind kind);

#endif
