/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "relay.h"

#include <assert.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "i18n.h"

static_assert(sizeof(struct relay_answer) <= PIPE_BUF, "answers must not be torn");

int relay_read(int fd, unsigned char signature[WIPECERT_SIGNATURE_MAX_BYTES],
	       size_t *signature_bytes, struct wipe_error *err)
{
	struct relay_answer answer;
	ssize_t got;

	*signature_bytes = 0;
	do
		got = read(fd, &answer, sizeof(answer));
	while (got < 0 && errno == EINTR);
	if (got != (ssize_t)sizeof(answer))
		return wipe_error_set(err, WIPE_E_CRYPTO, 0, "%s",
				      _("the process that holds the token is gone"));
	if (answer.code)
		return wipe_error_set(err, answer.code, 0, "%.*s", (int)sizeof(answer.message) - 1,
				      answer.message);
	if (answer.bytes > sizeof(answer.signature))
		return wipe_error_set(err, WIPE_E_CRYPTO, 0, "%s", _("cannot sign"));
	memcpy(signature, answer.signature, answer.bytes);
	*signature_bytes = answer.bytes;
	return 0;
}

void relay_answer(const struct records *records, const struct relay_question *question, int fd)
{
	struct relay_answer answer = { .code = 0 };
	struct wipe_error err;

	wipe_error_clear(&err);
	answer.code = records_answer(records, question->attributes, question->bytes,
				     answer.signature, &answer.bytes, &err);
	memcpy(answer.message, err.message, sizeof(answer.message));
	/* A worker that is gone reads no answer, and nobody misses it. */
	while (write(fd, &answer, sizeof(answer)) < 0 && errno == EINTR)
		;
}
