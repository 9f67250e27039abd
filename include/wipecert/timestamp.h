/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Timestamps over the signature of a record (RFC 3161), as CAdES-T carries them
 * (ETSI EN 319 122-1, 5.3; JIS X 5092): an unsigned attribute of the signer. The
 * request and the answer are files, so that the site needs no network.
 */
#ifndef WIPECERT_TIMESTAMP_H
#define WIPECERT_TIMESTAMP_H

#include <stddef.h>
#include <stdint.h>

#include <wipe/error.h>
#include <wipe/export.h>
#include <wipecert/verify.h>

#ifdef __cplusplus
extern "C" {
#endif

enum wipecert_timestamp_kind {
	WIPECERT_TIMESTAMP_SIGNATURE, /* over the signature: the first, and only one */
	/* Over all that is there (JIS X 5092, CAdES-A): before the newest one grows old */
	WIPECERT_TIMESTAMP_ARCHIVE,
};

/*
 * A TimeStampReq (DER) for this .p7m. It depends on nothing but the file. *tsq is the
 * caller's (free()). A file that is no sound signed record is WIPE_E_FORMAT; one that
 * has the timestamp already, or none that could be archived, WIPE_E_REFUSED.
 */
WIPE_API int wipecert_timestamp_request(const void *p7m, size_t bytes,
					enum wipecert_timestamp_kind kind, unsigned char **tsq,
					size_t *tsq_bytes, struct wipe_error *err);

enum wipecert_nonce {
	WIPECERT_NONCE_OWN, /* the answer must bear that of wipecert_timestamp_request() */
	WIPECERT_NONCE_ANY, /* another program asked; the hash alone tells */
};

/*
 * The .p7m with the token out of a TimeStampResp (or the token itself) added.
 * Refused (WIPE_E_REFUSED or WIPE_E_FORMAT) unless the authority granted it, the
 * token is over this record, and its own signature and certificate are in
 * order; and, where trust has anchors for timestamps, its authority leads to one
 * at time_s. The result was read back as a verifier will. Nothing that others
 * refer to changes: neither content nor signature. *out is the caller's (free()).
 */
WIPE_API int wipecert_timestamp_add(const void *p7m, size_t bytes,
				    enum wipecert_timestamp_kind kind, const void *reply,
				    size_t reply_bytes, enum wipecert_nonce nonce,
				    const struct wipecert_trust *trust, int64_t time_s,
				    unsigned char **out, size_t *out_bytes,
				    struct wipecert_timestamp *timestamp, struct wipe_error *err);

/*
 * The .p7m with what it takes to verify it when nobody hands that out any more: the
 * certificates up to the anchors, and the revocation lists that trust has (CAdES-LT;
 * CertificateValues and RevocationValues). Signer and authority of the timestamp must
 * lead to anchors of trust (WIPE_E_REFUSED). To be done before the first archive timestamp.
 */
WIPE_API int wipecert_timestamp_embed(const void *p7m, size_t bytes,
				      const struct wipecert_trust *trust, int64_t time_s,
				      unsigned char **out, size_t *out_bytes,
				      struct wipe_error *err);

#ifdef __cplusplus
}
#endif
#endif
