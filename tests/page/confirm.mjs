// SPDX-License-Identifier: GPL-3.0-or-later
// confirm.mjs CORE OFFICER P12 PASSWORD RECORD ANCHORS TIME OUT: signs a confirmation of RECORD.
import fs from "node:fs";
import { webcrypto } from "node:crypto";
import { pathToFileURL } from "node:url";

globalThis.crypto ??= webcrypto;
const [core, officer, p12, password, record, anchors, time, out] = process.argv.slice(2);
const page = await import(pathToFileURL(core).href), { openPkcs12, confirmation, sign } = await import(pathToFileURL(officer).href);
const bytesOf = (file) => new Uint8Array(fs.readFileSync(file));
const trust = new page.Trust();

await trust.addAuthorities(bytesOf(anchors), anchors);
const result = await page.verify(trust, bytesOf(record), Number(time));
const content = confirmation(result, { accepts: true, reasons: ["確認しました"], labelSeen: true }, Number(time), "0.1.0");
try {
	fs.writeFileSync(out, await sign(await openPkcs12(bytesOf(p12), password), content, Number(time)));
} catch (error) {
	console.log(error.reason ?? error.message);
	process.exit(3);
}
