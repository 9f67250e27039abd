// SPDX-License-Identifier: GPL-3.0-or-later
// confirm.mjs CORE OFFICER P12 PASSWORD RECORD ANCHORS TIME OUT: signs a confirmation of RECORD.
import fs from "node:fs";
import { webcrypto } from "node:crypto";
import { pathToFileURL } from "node:url";

globalThis.crypto ??= webcrypto;
const [core, officer, p12, password, record, anchors, time, out] = process.argv.slice(2);
const page = await import(pathToFileURL(core).href), { answer, openKey } = await import(pathToFileURL(officer).href);
const bytesOf = (file) => new Uint8Array(fs.readFileSync(file));
const trust = new page.Trust();

await trust.addAuthorities(bytesOf(anchors), anchors);
const result = await page.verify(trust, bytesOf(record), Number(time));
try {
	const signer = await openKey(trust, bytesOf(p12), password, Number(time));
	const given = { accepts: true, reasons: ["確認しました"], labelSeen: true, check: null };
	fs.writeFileSync(out, (await answer(trust, signer, result, given, Number(time), "0.1.0")).bytes);
} catch (error) {
	if (!error.reason)
		throw error;
	console.log(error.reason);
	process.exit(3);
}
