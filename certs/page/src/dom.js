// SPDX-License-Identifier: GPL-3.0-or-later
/** The little that makes elements. Whatever comes out of a file gets in as text, never as HTML. */
import { word } from "./words.js";

export const at = (id) => document.getElementById(id);

export function make(name, text = "", className = "") {
	const element = document.createElement(name);

	element.textContent = text;
	element.className = className;
	return element;
}

/** A table of names and values; what has no value is left out. */
export function rows(pairs) {
	const table = make("table");

	for (const [name, value] of pairs) {
		if (value === null || value === undefined || value === "" || value === false)
			continue;
		const row = table.insertRow();
		const head = make("th", word(name));
		head.scope = "row";
		row.append(head, make("td", String(value)));
	}
	return table;
}

/** A table with a row of heads. classes: one for each row. */
export function grid(heads, lines, classes = []) {
	const table = make("table", "", "grid"), first = table.createTHead().insertRow(), body = table.createTBody();

	for (const text of heads) {
		const head = make("th", text);
		head.scope = "col";
		first.append(head);
	}
	lines.forEach((cells, index) => {
		const row = body.insertRow();
		row.className = classes[index] ?? "";
		row.append(...cells.map((text) => make("td", text)));
	});
	return table;
}

/** An input with its name behind it. */
export function labelled(type, text, isChecked, onChange) {
	const label = make("label"), input = make("input");

	input.type = type;
	input.checked = isChecked;
	input.addEventListener("change", () => onChange(input.checked));
	label.append(input, " ", text);
	return label;
}
