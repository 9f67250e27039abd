// SPDX-License-Identifier: GPL-3.0-or-later
/** Which files a record names, and whether they lie beside it, after certs/register/wanted.c and attachments.c. */
import { sha256, toHex, utf8 } from "./bytes.js";
import { isOfFiles } from "./files.js";

const SCAN_MAX_BYTES = 256 << 20, NAME_MAX_BYTES = 80;
/** A hash, and perhaps what kind of file it is. */
const NAMED = /^[0-9a-f]{64}(\..*)?$/s;

/** @returns {{sha256: string, mayBeLeftOut: boolean, bare: string|null}[]} bare: of the form without names, which does as well */
export function wanted(root) {
	const out = (root.attachments ?? []).map((one) => ({ sha256: one.sha256, mayBeLeftOut: one.personal, bare: null }));

	if (root.manifest)
		out.push({ sha256: root.manifest.sha256, mayBeLeftOut: false, bare: root.manifest.public_sha256 });
	if (isOfFiles(root) && root.files.list)
		out.push({ sha256: root.files.list.sha256, mayBeLeftOut: false, bare: root.files.list.public_sha256 });
	/* A confirmation that was signed elsewhere came without its scan. */
	if (root.case && root.means?.scan_sha256)
		out.push({ sha256: root.means.scan_sha256, mayBeLeftOut: true, bare: null });
	return out;
}

/** By the hash that their names begin with; also of folders, which are no file of that hash. */
function namesOf(folder) {
	const out = new Map();

	for (const name of new Set([...folder.keys()].map((path) => path.split("/")[0])))
		if (NAMED.test(name) && utf8(name).length < NAME_MAX_BYTES)
			out.set(name.slice(0, 64), [...out.get(name.slice(0, 64)) ?? [], name]);
	return out;
}

const isFileOf = async (file, hash) => file.size <= SCAN_MAX_BYTES && toHex(await sha256(await file.bytes())) === hash;

/** Whichever file of that name somebody opens, it has to be the one. */
async function look(folder, names, hash) {
	const files = (names.get(hash) ?? []).map((name) => folder.get(name));

	for (const file of files)
		if (!file || !await isFileOf(file, hash))
			return "altered";
	return files.length ? "present" : "absent";
}

/** What lies there and is what its name says; null: nothing. */
export async function attachmentOf(folder, hash) {
	const names = namesOf(folder);

	return await look(folder, names, hash) === "present" ? folder.get(names.get(hash)[0]).bytes() : null;
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

/**
 * @param {Map<string, {size: number, bytes: () => Promise<Uint8Array>}>} folder what lies in "attachments"
 * @param {boolean} isFile it is no folder: that hides what was left out, and what was altered
 */
export async function checkAttachments(opened, folder, isFile) {
	const names = namesOf(folder);

	if (isFile)
		opened.note("attachment-altered", null, null, null, "attachments");
	for (const entry of opened.entries)
		for (const one of entry.wanted) {
			const problem = await checkOne(folder, names, one);
			if (problem)
				opened.note(problem, entry, null, one.sha256);
		}
}
