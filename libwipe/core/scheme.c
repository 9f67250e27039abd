/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The overwrite schemes: data only. R is a keyed stream with inputs of its own,
 * S2 the complement of the stream before it, F a byte, F3 and F4 longer patterns
 * that run on from address 0. Where a document leaves a byte open ("c"), the
 * variant says which one is written. Every scheme ends with what the verification
 * reads back, so a V in a published sequence needs no entry.
 */
#include <string.h>

#include <wipe/plan.h>

#define R                                \
	{                                \
		.kind = WIPE_PASS_STREAM \
	}
#define S2                                          \
	{                                           \
		.kind = WIPE_PASS_STREAM_COMPLEMENT \
	}
#define F(a)                                                                 \
	{                                                                    \
		.kind = WIPE_PASS_FILL, .pattern = { a }, .pattern_bytes = 1 \
	}
#define F3(a, b, c)                                                                \
	{                                                                          \
		.kind = WIPE_PASS_FILL, .pattern = { a, b, c }, .pattern_bytes = 3 \
	}
#define F4(a, b, c, d)                                                                \
	{                                                                             \
		.kind = WIPE_PASS_FILL, .pattern = { a, b, c, d }, .pattern_bytes = 4 \
	}
#define FIRMWARE                           \
	{                                  \
		.kind = WIPE_PASS_FIRMWARE \
	}
#define ZEROOUT                           \
	{                                 \
		.kind = WIPE_PASS_ZEROOUT \
	}

#define PASSES(...)                                                            \
	.passes = (const struct wipe_pass_spec[]){ __VA_ARGS__ },              \
	.pass_count = sizeof((const struct wipe_pass_spec[]){ __VA_ARGS__ }) / \
		      sizeof(struct wipe_pass_spec)

/* clang-format off */
static const struct wipe_scheme schemes[] = {
	{ .name = "stream", .variant = "",
	  .source = "massho-stream-1, massho-record(5)",
	  PASSES(R) },
	{ .name = "stream-complement", .variant = "",
	  .source = "massho-stream-1; two passes after NIST SP 800-88 Rev. 1, Table A-6",
	  PASSES(R, S2) },
	{ .name = "zero", .variant = "",
	  .source = "NIST SP 800-88 Rev. 1, sec. 2.5 (Clear)",
	  PASSES(F(0x00)) },
	{ .name = "zeroout", .variant = "",
	  .source = "ioctl BLKZEROOUT, Linux include/uapi/linux/fs.h",
	  PASSES(ZEROOUT) },
	{ .name = "luks", .variant = "",
	  .source = "NIST SP 800-88 Rev. 2, sec. 3.2 (Cryptographic Erase); massho-stream-1",
	  PASSES(R) },
	{ .name = "dod-5220.22-m-e", .variant = "c=00, then FF, R", .legacy = true,
	  .source = "DoD 5220.22-M (NISPOM) 1995, sec. 8-306, method E",
	  PASSES(F(0x00), F(0xff), R) },
	{ .name = "dod-5220.22-m-ece", .variant = "c1=00, c2=55, c3=00", .legacy = true,
	  .source = "DoD 5220.22-M (NISPOM) 1995, sec. 8-306, methods E, C, E",
	  PASSES(F(0x00), F(0xff), R, F(0x55), F(0x00), F(0xff), R) },
	{ .name = "nsa-130-2", .variant = "c=00", .legacy = true,
	  .source = "NSA/CSS Manual 130-2",
	  PASSES(R, R, F(0x00)) },
	{ .name = "hmg-is5-baseline", .variant = "", .legacy = true,
	  .source = "HMG Infosec Standard 5, baseline",
	  PASSES(F(0x00)) },
	{ .name = "hmg-is5-enhanced", .variant = "", .legacy = true,
	  .source = "HMG Infosec Standard 5, enhanced",
	  PASSES(F(0x00), F(0xff), R) },
	{ .name = "bsi-gs", .variant = "", .unhide = true,
	  .source = "BSI, IT-Grundschutz CON.6 (BSI-GS)",
	  PASSES(R, FIRMWARE) },
	{ .name = "bsi-gse", .variant = "", .unhide = true,
	  .source = "BSI, IT-Grundschutz CON.6 (BSI-GSE)",
	  PASSES(R, R, FIRMWARE) },
	{ .name = "vsitr", .variant = "", .legacy = true,
	  .source = "BSI, VS-IT-Richtlinien (VSITR)",
	  PASSES(F(0x00), F(0xff), F(0x00), F(0xff), F(0x00), F(0xff), F(0xaa)) },
	{ .name = "gost-r-50739-95", .variant = "", .legacy = true,
	  .source = "GOST R 50739-95",
	  PASSES(F(0x00), R) },
	{ .name = "ar-380-19", .variant = "c=00", .legacy = true,
	  .source = "US Army AR 380-19, Appendix F",
	  PASSES(R, F(0x00), F(0xff)) },
	{ .name = "afssi-5020", .variant = "c=AA", .legacy = true,
	  .source = "US Air Force AFSSI-5020",
	  PASSES(F(0x00), F(0xff), F(0xaa)) },
	{ .name = "navso-p-5239-26-rll", .variant = "RLL", .legacy = true,
	  .source = "US Navy NAVSO P-5239-26",
	  PASSES(F4(0xff, 0xff, 0xff, 0xff), F4(0x27, 0xff, 0xff, 0xff), R) },
	{ .name = "navso-p-5239-26-mfm", .variant = "MFM", .legacy = true,
	  .source = "US Navy NAVSO P-5239-26",
	  PASSES(F4(0xff, 0xff, 0xff, 0xff), F4(0xbf, 0xff, 0xff, 0xff), R) },
	{ .name = "rcmp-tssit-ops-ii", .variant = "", .legacy = true,
	  .source = "RCMP TSSIT OPS-II",
	  PASSES(F(0x00), F(0xff), F(0x00), F(0xff), F(0x00), F(0xff), R) },
	{ .name = "csec-itsg-06", .variant = "c=00", .legacy = true,
	  .source = "CSEC ITSG-06",
	  PASSES(F(0x00), F(0xff), R) },
	{ .name = "schneier", .variant = "", .legacy = true,
	  .source = "B. Schneier, Applied Cryptography, 2nd ed., sec. 10.9",
	  PASSES(F(0xff), F(0x00), R, R, R, R, R) },
	{ .name = "pfitzner-7", .variant = "7 passes", .legacy = true,
	  .source = "R. Pfitzner",
	  PASSES(R, R, R, R, R, R, R) },
	{ .name = "pfitzner-33", .variant = "33 passes", .legacy = true,
	  .source = "R. Pfitzner",
	  PASSES(R, R, R, R, R, R, R, R, R, R, R, R, R, R, R, R, R,
		 R, R, R, R, R, R, R, R, R, R, R, R, R, R, R, R) },
	{ .name = "bmb21-2019", .variant = "", .legacy = true,
	  .source = "BMB21-2019",
	  PASSES(F(0xff), F(0x00), R, R, R, F(0xff)) },
	{ .name = "gutmann", .variant = "in the published order", .legacy = true,
	  .source = "P. Gutmann, Secure Deletion of Data, USENIX Security 1996, Table 1",
	  PASSES(R, R, R, R,
		 F(0x55), F(0xaa), F3(0x92, 0x49, 0x24), F3(0x49, 0x24, 0x92),
		 F3(0x24, 0x92, 0x49),
		 F(0x00), F(0x11), F(0x22), F(0x33), F(0x44), F(0x55), F(0x66), F(0x77),
		 F(0x88), F(0x99), F(0xaa), F(0xbb), F(0xcc), F(0xdd), F(0xee), F(0xff),
		 F3(0x92, 0x49, 0x24), F3(0x49, 0x24, 0x92), F3(0x24, 0x92, 0x49),
		 F3(0x6d, 0xb6, 0xdb), F3(0xb6, 0xdb, 0x6d), F3(0xdb, 0x6d, 0xb6),
		 R, R, R, R) },
};
/* clang-format on */

size_t wipe_scheme_count(void)
{
	return sizeof(schemes) / sizeof(schemes[0]);
}

const struct wipe_scheme *wipe_scheme_at(size_t index)
{
	return index < wipe_scheme_count() ? &schemes[index] : NULL;
}

const struct wipe_scheme *wipe_scheme_find(const char *name)
{
	for (size_t i = 0; name && i < wipe_scheme_count(); i++)
		if (strcmp(schemes[i].name, name) == 0)
			return &schemes[i];
	return NULL;
}
