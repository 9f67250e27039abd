/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Verifying signed records, stricter than "openssl cms -verify -cades"
 * (massho-record(5), "Verification"). Two answers: is the record authentic, and
 * did the erasure hold.
 */
#ifndef WIPECERT_VERIFY_H
#define WIPECERT_VERIFY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <wipe/error.h>
#include <wipe/export.h>
#include <wipecert/confirm.h>
#include <wipecert/record.h>

#ifdef __cplusplus
extern "C" {
#endif

#define WIPECERT_P7M_MAX_BYTES ((size_t)16 << 20)

/* Anchors and revocation lists. Not changed by verifying: one may serve many threads. */
struct wipecert_trust;

WIPE_API int wipecert_trust_new(struct wipecert_trust **trust, struct wipe_error *err);
WIPE_API void wipecert_trust_free(struct wipecert_trust *trust); /* NULL: no-op */
/* PEM or DER certificates of a file, or of every *.pem *.crt *.cer of a folder. */
WIPE_API int wipecert_trust_add_anchors(struct wipecert_trust *trust, const char *path,
					struct wipe_error *err);
WIPE_API int wipecert_trust_add_crl(struct wipecert_trust *trust, const char *path,
				    struct wipe_error *err);
/* The same for authorities of timestamps, whom nothing else is believed. */
WIPE_API int wipecert_trust_add_tsa_anchors(struct wipecert_trust *trust, const char *path,
					    struct wipe_error *err);
WIPE_API int wipecert_trust_add_tsa_crl(struct wipecert_trust *trust, const char *path,
					struct wipe_error *err);
WIPE_API size_t wipecert_trust_anchor_count(const struct wipecert_trust *trust);
/*
 * What path holds: anchors as above, or a trust folder (massho-trust(5)), that is
 * one with a policy.json. Such a folder comes first and alone: it tells which
 * anchors there are, so that others beside it are WIPE_E_REFUSED. A roster in it
 * is verified at time_s; one that is not an officer's is WIPE_E_REFUSED.
 */
WIPE_API int wipecert_trust_load(struct wipecert_trust *trust, const char *path, int64_t time_s,
				 struct wipe_error *err);
/* The policy's own name; NULL: there is none. */
WIPE_API const char *wipecert_trust_policy_name(const struct wipecert_trust *trust);
/* Does the policy ask that an officer has confirmed an erasure? */
WIPE_API bool wipecert_trust_asks_confirmation(const struct wipecert_trust *trust);
/*
 * Is each officer of inner one of outer, too? By the anchors that stand for officers; where
 * outer names its officers (pinned by the policy, or on a roster), inner names no others.
 */
WIPE_API bool wipecert_trust_officers_within(const struct wipecert_trust *inner,
					     const struct wipecert_trust *outer);
/*
 * Does the policy of inner ask for less than outer's: a list of revoked certificates, how old
 * it may be, the length of keys, a roster, what is a demonstration? For each anchor of inner,
 * as outer would have it.
 */
WIPE_API bool wipecert_trust_asks_less(const struct wipecert_trust *inner,
				       const struct wipecert_trust *outer);

enum wipecert_authentic {
	WIPECERT_VALID,
	WIPECERT_UNDETERMINED, /* nothing wrong found, but it cannot be decided */
	WIPECERT_INVALID,
};

/* The one reason that decides, worst first. One table in certs/cms/reason.c names them. */
enum wipecert_reason {
	WIPECERT_REASON_NONE,
	/* invalid */
	WIPECERT_REASON_TOO_LARGE,
	WIPECERT_REASON_NOT_CMS, /* no CMS SignedData, or truncated */
	WIPECERT_REASON_TRAILING_DATA,
	WIPECERT_REASON_NOT_DER,      /* indefinite, not minimal, not sorted; needless parts */
	WIPECERT_REASON_NO_CONTENT,   /* detached, or content type is not id-data */
	WIPECERT_REASON_SIGNER_COUNT, /* none or several */
	WIPECERT_REASON_ATTRIBUTES,   /* signed attributes absent, repeated, wrong */
	WIPECERT_REASON_ALGORITHM,    /* SHA-1, short key, unknown algorithm */
	WIPECERT_REASON_SIGNING_CERT, /* signing-certificate-v2 absent, repeated, other */
	WIPECERT_REASON_SIGNATURE,    /* does not verify */
	WIPECERT_REASON_SIGNER_USAGE, /* a CA, key usage, any extended key usage */
	WIPECERT_REASON_TIMESTAMP,    /* a timestamp that is malformed or not of this signature */
	WIPECERT_REASON_UNTRUSTED,    /* leads to no given anchor */
	WIPECERT_REASON_REVOKED,
	WIPECERT_REASON_ROLE,	      /* the signer is none of those who sign such records */
	WIPECERT_REASON_CONTENT,      /* the JSON is malformed or breaks the schema */
	WIPECERT_REASON_INCONSISTENT, /* the facts in it contradict each other */
	/* of a confirmation, once it is held beside the record that it answers */
	WIPECERT_REASON_OTHER_RECORD,	/* its hashes are not those of that record */
	WIPECERT_REASON_SELF_CONFIRMED, /* by the key, certificate or person that signed it */
	/* of a PDF */
	WIPECERT_REASON_PDF_FORM,      /* none of ours, or changed or added to afterwards */
	WIPECERT_REASON_PDF_SIGNATURE, /* does not verify, or is another's */
	WIPECERT_REASON_PDF_DRAWING,   /* it is not what the record says */
	/* undetermined */
	WIPECERT_REASON_UNSIGNED, /* a bare JSON record */
	WIPECERT_REASON_NO_TRUST, /* no anchor was given */
	WIPECERT_REASON_EXPIRED,  /* the signer's certificate, without timestamp */
	WIPECERT_REASON_NOT_YET_VALID,
	WIPECERT_REASON_FUTURE,		/* issued_at is after the time of verification */
	WIPECERT_REASON_CRL_STALE,	/* revocation asked for and not known */
	WIPECERT_REASON_EXCEPTION_OVER, /* a key that was permitted until a time, without timestamp */
	WIPECERT_REASON_ROLE_UNKNOWN,	/* of a confirmation or roster, without a trust folder */
	WIPECERT_REASON_PDF_NOT_COMPARED, /* whether the drawing is what the record says */
	WIPECERT_REASON_DEMO,		  /* a demonstration certificate */
};

/* Who signed, so far as another record's signer can be compared with it. */
struct wipecert_signatory {
	uint8_t key_sha256[32];	 /* of the SubjectPublicKeyInfo */
	uint8_t name_sha256[32]; /* of the subject, without case and runs of blanks */
	/* Of what the roster calls who has the certificate; zeros if it is not on it. */
	uint8_t person_sha256[32];
	/* Bits 1u << enum wipecert_role, at the time of the record; 0 without a trust folder. */
	unsigned int roles;
};

/*
 * May one with these roles (as above) sign a record of this type? on_paper: an officer decided
 * it on paper, and the contractor enters it.
 */
WIPE_API bool wipecert_roles_sign(unsigned int roles, enum wipecert_type type, bool on_paper);
/*
 * The roles, as above, that the one certificate in a PEM or DER file would sign with at that
 * time. *is_known false: from it alone no way leads to an anchor; what lies between comes
 * with records. WIPE_E_FORMAT: none, or several.
 */
WIPE_API int wipecert_certificate_roles(const struct wipecert_trust *trust, const char *path,
					int64_t time_s, unsigned int *roles, bool *is_known,
					struct wipe_error *err);

/*
 * What a timestamp (RFC 3161) in the file says. It counts only if it is VALID:
 * the signature is then at least as old as that, and is looked at as of then. Else
 * reason tells what is in the way. WIPECERT_REASON_TIMESTAMP, one that is malformed or
 * not of this signature, makes the record invalid; with any other reason, as of an
 * authority that nobody trusts, the record is judged as if there were none.
 */
struct wipecert_timestamp {
	bool is_present;
	enum wipecert_authentic authentic;
	enum wipecert_reason reason;
	char detail[256];    /* as in struct wipecert_result */
	int64_t time_s;	     /* 0 with WIPECERT_REASON_TIMESTAMP */
	char authority[512]; /* subject, as in struct wipecert_result */
	/* Archive timestamps over it, and how many of them count: those keep it from ageing. */
	size_t archive_count, archive_valid_count;
};

/* Has an officer answered the record? Decided by wipecert_weigh(). */
enum wipecert_standing {
	WIPECERT_NOT_ASKED,   /* the policy does not ask, and nobody answered */
	WIPECERT_UNCONFIRMED, /* it asks, and no confirmation that counts was found */
	WIPECERT_CONFIRMED,
	WIPECERT_DISMISSED, /* an officer rejected it */
};

struct wipecert_result {
	enum wipecert_authentic authentic;
	enum wipecert_reason reason;
	char detail[256];		/* what exactly, in the user's language; may be "" */
	enum wipecert_held held;	/* meaningful only if record is not NULL */
	struct wipecert_record *record; /* owned; NULL unless signature and content are sound */
	struct wipecert_link link;	/* hashes by which others name it */
	bool is_signed;
	struct wipecert_timestamp timestamp;
	bool revocation_checked;
	bool signer_is_demo;	   /* by its certificate's names, whatever anchors were given */
	char signer[512];	   /* subject, RFC 4514, UTF-8, control characters escaped; "" */
	uint8_t signer_sha256[32]; /* of the certificate */
	struct wipecert_signatory signatory;
	/* As long as no confirmation was weighed; whoever weighs sets it anew. */
	enum wipecert_standing standing;
	int64_t claimed_time_s; /* issued_at: claimed by the signer */
};

/*
 * Verifies the bytes of a .p7m or of a bare JSON record at time_s (seconds UTC).
 * Always fills result; wipecert_result_clear() frees what it owns. Returns 0
 * whenever a verdict was reached, whatever it is; a code only for lack of memory.
 */
WIPE_API int wipecert_verify(const struct wipecert_trust *trust, const void *data, size_t bytes,
			     int64_t time_s, struct wipecert_result *result,
			     struct wipe_error *err);
WIPE_API void wipecert_result_clear(struct wipecert_result *result);

/* Exit code of both answers: 0, 1 or 8 for one record. */
WIPE_API int wipecert_result_exit_code(const struct wipecert_result *result);

WIPE_API const char *wipecert_authentic_name(enum wipecert_authentic authentic);
WIPE_API const char *wipecert_reason_name(enum wipecert_reason reason); /* "trailing-data" */
/* One sentence in the user's language. */
WIPE_API const char *wipecert_reason_text(enum wipecert_reason reason);

#ifdef __cplusplus
}
#endif
#endif
