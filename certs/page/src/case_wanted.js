// SPDX-License-Identifier: GPL-3.0-or-later
/** Which files a record names, and whether they lie beside it, after certs/register/wanted.c and attachments.c. */
import { sha256, toHex } from "./bytes.js";

const SCAN_MAX_BYTES = 256 << 20;

/** @returns {{sha256: string, mayBeLeftOut: boolean, bare: string|null}[]} bare: of the form without names, which does as well */
export function wanted(root) {
	const out = (root.attachments ?? []).map((one) => ({ sha256: one.sha256, mayBeLeftOut: one.personal, bare: null }));

	if (root.manifest)
		out.push({ sha256: root.manifest.sha256, mayBeLeftOut: false, bare: root.manifest.public_sha256 });
	/* A confirmation that was signed elsewhere came without its scan. */
	if (root.case && root.means?.scan_sha256)
		out.push({ sha256: root.means.scan_sha256, mayBeLeftOut: true, bare: null });
	return out;
}

/** By the hash that their names begin with. */
function namesOf(folder) {
	const out = new Map();

	for (const name of folder.keys())
		if (name.length >= 64 && !name.includes("/") && !out.has(name.slice(0, 64)))
			out.set(name.slice(0, 64), name);
	return out;
}

async function look(folder, names, hash) {
	const file = folder.get(names.get(hash));

	if (!file)
		return "absent";
	return file.size <= SCAN_MAX_BYTES && toHex(await sha256(await file.bytes())) === hash ? "present" : "altered";
}

async function checkOne(folder, names, one) {
	let presence = await look(folder, names, one.sha256), leftOut = one.mayBeLeftOut;

	if (presence === "absent" && one.bare) {
		presence = await look(folder, names, one.bare);
		leftOut ||= presence === "present";
	} else if (presence === "present") {
		return null;
	}
	return presence === "altered" ? "attachment-altered" : leftOut ? "attachment-left-out" : "attachment-missing";
}

/** @param {Map<string, {size: number, bytes: () => Promise<Uint8Array>}>} folder what lies in "attachments" */
export async function checkAttachments(opened, folder) {
	const names = namesOf(folder);

	for (const entry of opened.entries)
		for (const one of entry.wanted) {
			const problem = await checkOne(folder, names, one);
			if (problem)
				opened.note(problem, entry, null, one.sha256);
		}
}
