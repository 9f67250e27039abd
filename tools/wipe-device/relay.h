/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Signatures with a key on a token, which only the process that opened it may use:
 * a worker asks over its pipe to the parent, and gets the answer over another one.
 */
#ifndef WIPE_DEVICE_RELAY_H
#define WIPE_DEVICE_RELAY_H

#include "records.h"

struct relay_question {
	size_t bytes;
	unsigned char attributes[WIPECERT_ATTRIBUTES_MAX_BYTES];
};

/* Smaller than PIPE_BUF, and one at a time: it is written and read whole. */
struct relay_answer {
	int code;
	size_t bytes;
	unsigned char signature[WIPECERT_SIGNATURE_MAX_BYTES];
	char message[WIPE_ERROR_MESSAGE_BYTES];
};

/* In the worker: reads the answer from fd; wipecert_relay_fn tells of the rest. */
int relay_read(int fd, unsigned char signature[WIPECERT_SIGNATURE_MAX_BYTES],
	       size_t *signature_bytes, struct wipe_error *err);

/* In the parent: has the signature made, and writes the answer to fd. */
void relay_answer(const struct records *records, const struct relay_question *question, int fd);

#endif
