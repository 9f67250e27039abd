/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What checking has found so far. Of several reasons the worst one stays. */
#ifndef X509_FINDING_H
#define X509_FINDING_H

#include <stdbool.h>

#include <wipecert/verify.h>

struct finding {
	enum wipecert_reason reason;
	char detail[256];
	bool no_memory; /* then nothing was found out at all */
};

/* Always false, so that a check can end with it. format: translated already. */
bool finding_note(struct finding *finding, enum wipecert_reason reason, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* The same after a failure of libcrypto, which may have been lack of memory. */
bool finding_note_crypto(struct finding *finding, enum wipecert_reason reason, const char *format,
			 ...) __attribute__((format(printf, 3, 4)));

bool finding_no_memory(struct finding *finding);

/* What another one found is noted too. */
void finding_add(struct finding *finding, const struct finding *other);

/* VALID without a reason; else what the reason stands for. */
enum wipecert_authentic finding_authentic(const struct finding *finding);

#endif
