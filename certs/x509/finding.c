/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdarg.h>
#include <stdio.h>

#include <openssl/err.h>

#include "finding.h"

__attribute__((format(printf, 3, 0))) static void
note(struct finding *finding, enum wipecert_reason reason, const char *format, va_list args)
{
	if (finding->reason != WIPECERT_REASON_NONE && finding->reason <= reason)
		return;
	finding->reason = reason;
	vsnprintf(finding->detail, sizeof(finding->detail), format, args);
}

bool finding_note(struct finding *finding, enum wipecert_reason reason, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	note(finding, reason, format, args);
	va_end(args);
	return false;
}

/* Empties libcrypto's queue. */
static bool ran_out_of_memory(void)
{
	bool found = false;
	unsigned long code;

	while ((code = ERR_get_error()))
		found |= ERR_GET_REASON(code) == ERR_R_MALLOC_FAILURE;
	return found;
}

bool finding_note_crypto(struct finding *finding, enum wipecert_reason reason, const char *format,
			 ...)
{
	va_list args;

	if (ran_out_of_memory())
		return finding_no_memory(finding);
	va_start(args, format);
	note(finding, reason, format, args);
	va_end(args);
	return false;
}

bool finding_no_memory(struct finding *finding)
{
	finding->no_memory = true;
	return false;
}

void finding_add(struct finding *finding, const struct finding *other)
{
	finding->no_memory |= other->no_memory;
	if (other->reason != WIPECERT_REASON_NONE)
		finding_note(finding, other->reason, "%s", other->detail);
}

enum wipecert_authentic finding_authentic(const struct finding *finding)
{
	if (finding->reason == WIPECERT_REASON_NONE)
		return WIPECERT_VALID;
	return finding->reason < WIPECERT_REASON_UNSIGNED ? WIPECERT_INVALID :
							    WIPECERT_UNDETERMINED;
}
