// SPDX-License-Identifier: GPL-3.0-or-later
// words.mjs WORDS SCHEMA: what acts can say, and the page has no word for, one a line.
import fs from "node:fs";
import { pathToFileURL } from "node:url";

const [bundle, file] = process.argv.slice(2);
const { FIELDS, TYPES, VALUES_OF } = await import(pathToFileURL(bundle).href);
const { $defs: defs } = JSON.parse(fs.readFileSync(file, "utf8"));
const FRAME = ["schema", "type", "id", "issued_at", "case", "previous", "flags", "tool", "host", "people", "means"];
const missing = new Set();

function walk(type, key, node) {
	const { properties, items, enum: values, $ref: reference } = node;

	if (reference)
		walk(type, key, defs[reference.slice("#/$defs/".length)]);
	if (items)
		walk(type, key === "kinds" ? "kind" : key, items);
	for (const value of values ?? [])
		if (value !== null && !VALUES_OF[`${key}:${value}`] && !VALUES_OF[`${type}-${key}:${value}`])
			missing.add(`${type}: ${key}:${value}`);
	for (const [name, inner] of Object.entries(properties ?? {})) {
		if (key === "" && FRAME.includes(name))
			continue;
		/* Of an object only what is in it is shown. */
		if (!FIELDS[name] && !(inner.properties ?? defs[inner.$ref?.slice("#/$defs/".length)]?.properties))
			missing.add(`${type}: ${name}`);
		walk(type, name, inner);
	}
}

for (const type of Object.keys(TYPES))
	walk(type, "", defs[type.replace("-", "_")]);
console.log([...missing].join("\n"));
