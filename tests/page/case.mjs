// SPDX-License-Identifier: GPL-3.0-or-later
// Cases as the page sees them: case.mjs CORE TABLE, a line a case: name, folder, trust folder or -,
// hash of the first record or -, time. Prints one JSON object a line, as case_json.js makes it.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { webcrypto } from "node:crypto";
import { pathToFileURL } from "node:url";

globalThis.crypto ??= webcrypto;
const [core, table] = process.argv.slice(2);
const page = await import(pathToFileURL(core).href);

/** What a browser hands over of a folder. */
function filesOf(folder, below = "", out = new Map()) {
	for (const entry of fs.readdirSync(path.join(folder, below))) {
		const name = path.posix.join(below, entry), full = path.join(folder, name), stat = fs.statSync(full);

		if (stat.isDirectory())
			filesOf(folder, name, out);
		else
			out.set(name, { size: stat.size, bytes: async () => new Uint8Array(fs.readFileSync(full)) });
	}
	return out;
}

async function loadTrust(folder, time) {
	const files = new Map();

	if (folder === "-")
		return null;
	for (const [name, file] of filesOf(folder))
		files.set(name, await file.bytes());
	return page.loadFolder(files, time, page.verify);
}

/* Folders that are dropped together, whatever they are called, are never laid over each other. */
const taken = new Set();
assert.deepEqual(["a", "b", "a", "a (2)", "a"].map((name) => page.nameApart(taken, name)), ["a", "b", "a (2)", "a (2) (2)", "a (3)"]);

for (const line of fs.readFileSync(table, "utf8").split("\n").filter(Boolean)) {
	const [name, folder, trust, pin, time] = line.split("\t");
	let told;

	try {
		told = page.caseJson(await page.openCase(filesOf(folder), { trust: await loadTrust(trust, Number(time)),
			pin: pin === "-" ? null : pin, time: Number(time) }));
	} catch (error) {
		if (!(error instanceof page.CaseError))
			throw new Error(name, { cause: error });
		told = { code: -1, verify: [], status: [] };
	}
	console.log(JSON.stringify({ name, ...told }));
}
