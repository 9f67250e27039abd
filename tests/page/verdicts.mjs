// SPDX-License-Identifier: GPL-3.0-or-later
// The page's verifier as a filter: node verdicts.mjs CORE CASES, where CASES is the table
// that tests/vectors/make.py leaves. Prints name, authentic, reason, exit code, standing,
// what is said of the timestamp, held, LEAK, detail, as tests/vectors/verify_vector.c does.
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { webcrypto } from "node:crypto";

globalThis.crypto ??= webcrypto;
const [core, table] = process.argv.slice(2);
const page = await import(pathToFileURL(core).href);
const bytesOf = (file) => new Uint8Array(fs.readFileSync(file));

/** What a browser hands over of a folder: files, and of links what they lead to. */
function filesOf(folder, below = "", out = new Map()) {
	for (const entry of fs.readdirSync(path.join(folder, below))) {
		const name = path.posix.join(below, entry);
		const stat = fs.statSync(path.join(folder, name), { throwIfNoEntry: false });

		if (stat?.isDirectory())
			filesOf(folder, name, out);
		else if (stat?.isFile())
			out.set(name, bytesOf(path.join(folder, name)));
	}
	return out;
}

async function loadTrust([anchors, lists, tsaAnchors, tsaLists], time) {
	const isFolder = anchors !== "-" && fs.statSync(anchors).isDirectory();
	const trust = isFolder ? await page.loadFolder(filesOf(anchors), time, page.verify) : new page.Trust();

	if (!isFolder && anchors !== "-")
		await trust.addAuthorities(bytesOf(anchors), anchors);
	if (lists !== "-")
		trust.addLists(bytesOf(lists), lists);
	if (tsaAnchors !== "-")
		await trust.needTsa().addAuthorities(bytesOf(tsaAnchors), tsaAnchors);
	if (tsaLists !== "-")
		trust.needTsa().addLists(bytesOf(tsaLists), tsaLists);
	return trust;
}

async function answer([, file, ...rest]) {
	const paths = rest.slice(0, 4), time = Number(rest[4]), confirmations = rest.slice(5);
	const trust = await loadTrust(paths, time);
	const result = await page.verify(trust, bytesOf(file), time);
	const { timestamp: stamp, record, reason } = result;
	const voices = [];

	for (const one of confirmations)
		voices.push(await page.verify(trust, bytesOf(one), time));
	const weight = record && result.authentic !== "invalid" ? page.weigh(trust, result, voices.filter((one) => one.record)) :
		null;
	const leak = record && result.authentic === "invalid" && reason !== "inconsistent";
	return [result.authentic, reason, page.weightExitCode(page.exitCode(result), weight?.standing),
		weight?.standing ?? "-", stamp ? `${stamp.authentic}/${stamp.reason}` : "-", record ? result.held : "-",
		leak ? "LEAK" : "-", result.detail];
}

for (const line of fs.readFileSync(table, "utf8").split("\n").filter(Boolean)) {
	const fields = line.split("\t");
	let answers;

	try {
		answers = await answer(fields);
	} catch (error) {
		if (!(error instanceof page.TrustError))
			throw new Error(fields[0], { cause: error });
		answers = ["not-loaded", error.code, "-", "-", "-", "-", "-", error.message];
	}
	console.log([fields[0], ...answers].join("\t"));
}
