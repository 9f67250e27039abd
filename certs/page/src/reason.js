// SPDX-License-Identifier: GPL-3.0-or-later
/** The reasons of include/wipecert/verify.h, worst first, and who decides among them. */

const INVALID = [
	"too-large", "not-cms", "trailing-data", "not-der", "no-content", "signer-count",
	"attributes", "algorithm", "signing-cert", "signature", "signer-usage", "timestamp",
	"untrusted", "revoked", "role", "content", "inconsistent", "other-record", "self-confirmed",
	"pdf-form", "pdf-signature", "pdf-drawing",
];
const UNDETERMINED = [
	// Of this page alone: something that it does not check, and wipe-verify does.
	"not-compared",
	"unsigned", "no-trust", "expired", "not-yet-valid", "issued-in-the-future", "crl-stale",
	"exception-over", "role-unknown", "pdf-not-compared", "demo",
];
const RANKS = new Map([...INVALID, ...UNDETERMINED].map((name, rank) => [name, rank]));

export const REASONS = ["none", ...RANKS.keys()];

export class Finding {
	constructor() {
		this.reason = "none";
		this.detail = "";
	}

	/** Keeps the worst; of equals the first. Always false, so that a check can return it. */
	note(reason, detail = "") {
		if (!RANKS.has(reason))
			throw new Error(`no such reason: ${reason}`);
		if (this.reason !== "none" && RANKS.get(this.reason) <= RANKS.get(reason))
			return false;
		this.reason = reason;
		this.detail = detail;
		return false;
	}

	/** @returns {"valid"|"undetermined"|"invalid"} */
	get authentic() {
		if (this.reason === "none")
			return "valid";
		return UNDETERMINED.includes(this.reason) ? "undetermined" : "invalid";
	}
}
