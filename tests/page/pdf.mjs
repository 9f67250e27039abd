// SPDX-License-Identifier: GPL-3.0-or-later
// pdf.mjs CORE TRUST TIME FILE...: what the page says of each PDF, one JSON a line; behind "sweep" in place
// of FILE: how many of the spoilt copies of the next one are not invalid, and where the first byte of those is.
import fs from "node:fs";
import path from "node:path";
import { webcrypto } from "node:crypto";
import { pathToFileURL } from "node:url";

globalThis.crypto ??= webcrypto;
const [core, folder, time, ...files] = process.argv.slice(2);
const page = await import(pathToFileURL(core).href);
const bytesOf = (file) => new Uint8Array(fs.readFileSync(file));
const EVERY = 1999;
const parts = fs.readdirSync(folder, { recursive: true }).filter((name) => fs.statSync(path.join(folder, name)).isFile());
const trust = await page.loadFolder(new Map(parts.map((name) => [name, bytesOf(path.join(folder, name))])), Number(time), page.verify);

async function sweep(bytes) {
	const left = [];
	let tried = 0;

	for (let at = 0; at < bytes.length; at += EVERY) {
		const spoilt = bytes.slice();
		spoilt[at] ^= 1;
		tried++;
		if ((await page.verifyFile(trust, spoilt, Number(time))).some(({ authentic }) => authentic !== "invalid"))
			left.push(at);
	}
	return { tried, left };
}

for (const file of files) {
	const bytes = bytesOf(file);
	const results = await page.verifyFile(trust, bytes, Number(time));

	console.log(JSON.stringify({ file, results: results.map((one) => ({ authentic: one.authentic, reason: one.reason, id: one.record?.id ?? null,
		inPdf: one.inPdf, code: page.exitCode(one) })), sweep: path.basename(file).startsWith("sweep") ? await sweep(bytes) : null }));
}
