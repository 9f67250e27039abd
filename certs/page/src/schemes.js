// SPDX-License-Identifier: GPL-3.0-or-later
/** The overwrite schemes of libwipe/core/scheme.c: R a stream, S2 its complement, else a pattern. */

const PASSES = { R: { kind: "stream" }, S2: { kind: "stream-complement" }, ZEROOUT: { kind: "zeroout" },
	FIRMWARE: { kind: "firmware" } };

function scheme(name, variant, source, passes, legacy = false) {
	return [name, { name, variant, source, legacy,
		passes: passes.split(" ").map((one) => PASSES[one] ?? { kind: "fill", pattern: one }) }];
}

const old = (name, variant, source, passes) => scheme(name, variant, source, passes, true);
const R = (count) => Array(count).fill("R").join(" ");

export const SCHEMES = new Map([
	scheme("stream", "", "massho-stream-1, massho-record(5)", "R"),
	scheme("stream-complement", "", "massho-stream-1; two passes after NIST SP 800-88 Rev. 1, Table A-6", "R S2"),
	scheme("zero", "", "NIST SP 800-88 Rev. 1, sec. 2.5 (Clear)", "00"),
	scheme("zeroout", "", "ioctl BLKZEROOUT, Linux include/uapi/linux/fs.h", "ZEROOUT"),
	scheme("luks", "", "NIST SP 800-88 Rev. 2, sec. 3.2 (Cryptographic Erase); massho-stream-1", "R"),
	old("dod-5220.22-m-e", "c=00, then FF, R", "DoD 5220.22-M (NISPOM) 1995, sec. 8-306, method E", "00 ff R"),
	old("dod-5220.22-m-ece", "c1=00, c2=55, c3=00", "DoD 5220.22-M (NISPOM) 1995, sec. 8-306, methods E, C, E",
		"00 ff R 55 00 ff R"),
	old("nsa-130-2", "c=00", "NSA/CSS Manual 130-2", "R R 00"),
	old("hmg-is5-baseline", "", "HMG Infosec Standard 5, baseline", "00"),
	old("hmg-is5-enhanced", "", "HMG Infosec Standard 5, enhanced", "00 ff R"),
	scheme("bsi-gs", "", "BSI, IT-Grundschutz CON.6 (BSI-GS)", "R FIRMWARE"),
	scheme("bsi-gse", "", "BSI, IT-Grundschutz CON.6 (BSI-GSE)", "R R FIRMWARE"),
	old("vsitr", "", "BSI, VS-IT-Richtlinien (VSITR)", "00 ff 00 ff 00 ff aa"),
	old("gost-r-50739-95", "", "GOST R 50739-95", "00 R"),
	old("ar-380-19", "c=00", "US Army AR 380-19, Appendix F", "R 00 ff"),
	old("afssi-5020", "c=AA", "US Air Force AFSSI-5020", "00 ff aa"),
	old("navso-p-5239-26-rll", "RLL", "US Navy NAVSO P-5239-26", "ffffffff 27ffffff R"),
	old("navso-p-5239-26-mfm", "MFM", "US Navy NAVSO P-5239-26", "ffffffff bfffffff R"),
	old("rcmp-tssit-ops-ii", "", "RCMP TSSIT OPS-II", "00 ff 00 ff 00 ff R"),
	old("csec-itsg-06", "c=00", "CSEC ITSG-06", "00 ff R"),
	old("schneier", "", "B. Schneier, Applied Cryptography, 2nd ed., sec. 10.9", `ff 00 ${R(5)}`),
	old("pfitzner-7", "7 passes", "R. Pfitzner", R(7)),
	old("pfitzner-33", "33 passes", "R. Pfitzner", R(33)),
	old("bmb21-2019", "", "BMB21-2019", "ff 00 R R R ff"),
	old("gutmann", "in the published order",
		"P. Gutmann, Secure Deletion of Data, USENIX Security 1996, Table 1",
		`${R(4)} 55 aa 924924 492492 249249 00 11 22 33 44 55 66 77 88 99 aa bb cc dd ee ff ` +
		`924924 492492 249249 6db6db b6db6d db6db6 ${R(4)}`),
]);

const inverse = (pattern) => pattern.replace(/../g, (pair) => (0xff ^ parseInt(pair, 16)).toString(16).padStart(2, "0"));

function isComplement(first, second) {
	if (second.kind === "stream-complement")
		return first.kind === "stream";
	return first.kind === "fill" && second.kind === "fill" && inverse(first.pattern) === second.pattern;
}

/** NIST SP 800-88 Rev. 1, Appendix A, as wipe_level_of_overwrite() has it. */
export function levelOfOverwrite(one, medium) {
	if (one.passes.some(({ kind }) => kind === "zeroout"))
		return "none";
	if (medium.kind === "image" || medium.virtual || medium.media === "virtual")
		return "none";
	if (medium.media === "hdd" || medium.media === "ssd")
		return "clear";
	return one.passes.some((pass, index) => index && isComplement(one.passes[index - 1], pass)) ? "clear" : "none";
}
