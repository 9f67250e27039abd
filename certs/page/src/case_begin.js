// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * The first record of a case: which one it is, the rules that it lays down, the trust that it
 * names; after certs/register/begin.c and trust_files.c. A browser shows no links.
 */
import { compare, sha256, toHex, utf8 } from "./bytes.js";
import { LEVELS } from "./case_told.js";
import { TrustError } from "./trust.js";

const FILES_MAX = 1000, FILE_MAX_BYTES = 16 << 20, LISTS = "crl";

/** The one whose hash was given; else the first of them in order. null: none. */
export function findInit({ entries, pin }) {
	const could = entries.filter((entry) => entry.type === "init" && entry.result.authentic !== "invalid");

	return could.find(({ link }) => link.econtent_sha256 === pin) ?? could[0] ?? null;
}

export function readRules({ result: { record: { policy } } }) {
	return { acceptsPaper: policy.confirmation === "signed-or-paper", holds: policy.hold, returnsFirst: policy.return_before_erase,
		asksChallenge: policy.challenge === "required", level: LEVELS.indexOf(policy.level) };
}

function refuse(isWrong, why) {
	if (isWrong)
		throw new TrustError("refused", why);
}

/** Names and hashes of all but revocation lists. */
async function listTrust(files) {
	const out = [];

	refuse(!files.size, "there is no trust folder");
	for (const [name, bytes] of files) {
		const steps = name.split("/");
		if (steps.some((step) => step.startsWith(".")) || (steps[0] === LISTS && steps.length > 1))
			continue;
		refuse(steps.length > 2, `${name}: neither a regular file nor a folder of them`);
		refuse(bytes.length > FILE_MAX_BYTES, `${name}: too large`);
		if (name !== LISTS)
			out.push({ name, sha256: toHex(await sha256(bytes)) });
	}
	refuse(out.length > FILES_MAX, "too many files");
	return out.sort((a, b) => compare(utf8(a.name), utf8(b.name)));
}

/** Both are sorted by name. */
const isSame = (named, found) => named.length === found.length && named.every(({ name, sha256: hash }, index) =>
	name === found[index].name && hash === found[index].sha256);

/** @param {Map<string, Uint8Array>} files of the case's trust folder */
export async function checkTrust(opened, files) {
	try {
		if (!isSame(opened.init.result.record.trust, await listTrust(files)))
			opened.note("trust-altered");
	} catch (error) {
		if (!(error instanceof TrustError))
			throw error;
		opened.note("trust-altered", null, null, null, error.message);
	}
	if (opened.ownProblem)
		opened.note("trust-altered", null, null, null, opened.ownProblem);
}

export function checkPin(opened) {
	if (!opened.pin)
		opened.note("not-pinned", opened.init);
	else if (opened.init.link.econtent_sha256 !== opened.pin)
		opened.note("other-init", opened.init, null, opened.pin);
}
