/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * PDF certificates: a drawing (wipepaper/pdf.h), and behind it, as one incremental
 * update (ISO 32000-1, 7.5.6), the records that it was drawn from, what it was drawn
 * by, and a PAdES signature (ETSI EN 319 142-1, B-B) by the records' signer.
 *
 * One form and no other is read: what is found is composed again and compared, byte
 * by byte. Nothing of the drawing is ever interpreted.
 */
#ifndef WIPECERT_PDF_H
#define WIPECERT_PDF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <wipe/error.h>
#include <wipe/export.h>
#include <wipecert/sign.h>
#include <wipecert/verify.h>

#ifdef __cplusplus
extern "C" {
#endif

#define WIPECERT_PDF_MAX_BYTES ((size_t)15 << 20)
#define WIPECERT_PDF_RECORDS_MAX 500
#define WIPECERT_PDF_LANGUAGE_BYTES 16
#define WIPECERT_PDF_WORKS_BYTES 256

/* A record, and what of its verification was drawn. */
struct wipecert_pdf_record {
	const unsigned char *bytes; /* .p7m or JSON; not owned */
	size_t length;
	enum wipecert_authentic authentic, stamp_authentic;
	enum wipecert_reason reason, stamp_reason;
};

struct wipecert_pdf_contents {
	const unsigned char *drawing; /* not owned */
	size_t drawing_bytes;
	char language[WIPECERT_PDF_LANGUAGE_BYTES]; /* of the drawing: "ja" */
	char works[WIPECERT_PDF_WORKS_BYTES];	    /* what it was drawn by; ASCII */
	int64_t dated_at_s;			    /* of the files in it */
	const struct wipecert_pdf_record *records;
	size_t count; /* from 1 to WIPECERT_PDF_RECORDS_MAX */
};

/* Fills what was drawn of a result; bytes and length are the caller's matter. */
WIPE_API void wipecert_pdf_note_drawn(const struct wipecert_result *result,
				      struct wipecert_pdf_record *record);

/*
 * Puts drawing and records together and signs that at sealed_at_s; signer NULL: it
 * stays unsigned. *pdf is the caller's (free()). WIPE_E_FORMAT: the drawing is none of
 * wipepaper_draw(); WIPE_E_USAGE: too much for one file, or the text of language or
 * works is not plain; else as wipecert_sign(). Whether the signer is that of the
 * records is not asked here: wipecert_pdf_judge() does.
 */
WIPE_API int wipecert_pdf_seal(const struct wipecert_pdf_contents *contents,
			       const struct wipecert_signer *signer, int64_t sealed_at_s,
			       unsigned char **pdf, size_t *pdf_bytes, struct wipe_error *err);

/*
 * A PDF taken apart. Unless reason is WIPECERT_REASON_NONE the form is the one above,
 * and the signature, if there is one, is sound; who signed is not asked. With any
 * other reason there are no contents.
 */
struct wipecert_pdf {
	enum wipecert_reason reason;
	char detail[256];		       /* as in struct wipecert_result */
	struct wipecert_pdf_contents contents; /* borrows the bytes that were opened */
	bool is_signed;
	int64_t sealed_at_s;	   /* claimed by the signer; 0 unless signed */
	uint8_t signer_sha256[32]; /* of the certificate; zero unless signed */
	unsigned char *cms;	   /* the signature; owned */
	size_t cms_bytes;
	struct wipecert_pdf_record *records; /* those of the contents; owned */
};

/*
 * Takes hostile bytes, which must outlive pdf; wipecert_pdf_close() frees what it
 * owns. Returns 0 whatever was found; a code only for lack of memory.
 */
WIPE_API int wipecert_pdf_open(const void *data, size_t bytes, struct wipecert_pdf *pdf,
			       struct wipe_error *err);
WIPE_API void wipecert_pdf_close(struct wipecert_pdf *pdf); /* all zero: no-op */

/* Are these the first bytes of a PDF? */
WIPE_API bool wipecert_pdf_begins(const void *data, size_t bytes);

/*
 * The verified result of record number index, with that state of its signature that
 * was drawn: to draw it again. Shares the record: not to be cleared.
 */
WIPE_API struct wipecert_result wipecert_pdf_as_drawn(const struct wipecert_pdf *pdf, size_t index,
						      const struct wipecert_result *verified);

/* How the drawing compares to one that was made again from the records in it. */
enum wipecert_pdf_comparison {
	WIPECERT_PDF_EQUAL,
	WIPECERT_PDF_DIFFERS,	   /* drawn by the same works, and other bytes */
	WIPECERT_PDF_NOT_COMPARED, /* it could not be drawn again by the same works */
};

/*
 * Adds what the PDF is worth to the verdict of record number index, which gets never
 * better: invalid if the form, the signature or the signer of the PDF is wrong, or the
 * drawing is not what the record says; undetermined if it was not compared. Nobody
 * gets a record out of what is invalid.
 */
WIPE_API void wipecert_pdf_judge(const struct wipecert_pdf *pdf, size_t index,
				 enum wipecert_pdf_comparison comparison,
				 struct wipecert_result *result);

#ifdef __cplusplus
}
#endif
#endif
