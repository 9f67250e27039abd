// SPDX-License-Identifier: GPL-3.0-or-later
/** What an act says, as a table: every key of its body that the schema knows, in the order of the record. */
import { comparedText } from "./compared.js";
import { make } from "./dom.js";
import { fieldWord, typeWord, valueOf, word } from "./words.js";

const FRAME = ["schema", "type", "id", "issued_at", "case", "previous", "flags", "tool", "host", "people"];
const SHOWN_MAX = 50;
const isNothing = (value) => value === null || value === "" || (Array.isArray(value) && !value.length);
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** One value as a text. Texts of people stay as they are. */
function textOf(type, key, value) {
	if (typeof value === "boolean")
		return word(value ? "yes" : "no");
	if (isObject(value))
		return Object.entries(value).filter(([, inner]) => !isNothing(inner)).map(([name, inner]) =>
			`${fieldWord(name)}: ${textOf(type, name, inner)}`).join(word("comma"));
	if (Array.isArray(value))
		return listText(type, key, value, " / ");
	return valueOf(type, key, value);
}

function listText(type, key, list, between) {
	const more = list.length > SHOWN_MAX ? [word("more", { n: list.length - SHOWN_MAX })] : [];

	return [...list.slice(0, SHOWN_MAX).map((one) => textOf(type, key === "kinds" ? "kind" : key, one)), ...more].join(between);
}

/** Name and text, those of an object inside one after the other. */
function* pairsOf(type, object, within = "") {
	for (const [key, value] of Object.entries(object)) {
		if (key === "compared")
			yield [fieldWord(key), comparedText(object)];
		if (key === "compared" || isNothing(value) || FRAME.includes(key))
			continue;
		if (key === "means")
			yield [word("means"), value.kind === "paper" ? word("decidedOnPaper") : word("decidedSigned")];
		else if (isObject(value))
			yield* pairsOf(type, value, key);
		else
			yield [fieldWord(key, within), Array.isArray(value) ? listText(type, key, value, "\n") : textOf(type, key, value)];
	}
}

/** @param {object} record of an act @param {string[][]} more rows to come first */
export function actTable(record, more = []) {
	const table = make("table", "", "act");

	for (const [name, text] of [[word("type"), typeWord(record.type)], ...more, ...pairsOf(record.type, record)]) {
		if (isNothing(text) || text === undefined)
			continue;
		const row = table.insertRow(), head = make("th", name);
		head.scope = "row";
		row.append(head, make("td", text));
	}
	return table;
}
