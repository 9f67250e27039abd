// SPDX-License-Identifier: GPL-3.0-or-later
// told.mjs RECORD...: what the page tells of records of files and of destroyed keys: a JSON object of languages each, a line each.
import fs from "node:fs";
import { isOfKeys, keysRows } from "../../certs/page/src/crypto_view.js";
import { fileRows } from "../../certs/page/src/files_view.js";
import { setLanguage, word } from "../../certs/page/src/words.js";

for (const path of process.argv.slice(2)) {
	const record = JSON.parse(fs.readFileSync(path, "utf8"));
	const told = Object.fromEntries(["en", "ja"].map((language) => {
		setLanguage(language);
		return [language, (isOfKeys(record) ? keysRows : fileRows)(record).map(([name, text]) => [word(name), text])];
	}));
	console.log(JSON.stringify(told));
}
