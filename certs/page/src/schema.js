// SPDX-License-Identifier: GPL-3.0-or-later
/** What of JSON Schema the published schemas use, after certs/schema/schema.c and shape.c. */
import { Malformed } from "./json.js";

const DEPTH_MAX = 48, TELLERS = ["type", "kind", "reason"];
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const length = (text) => Array.from(text).length;
const has = (object, key) => Object.hasOwn(object, key);

function isType(name, value) {
	switch (name) {
	case "object": return isObject(value);
	case "array": return Array.isArray(value);
	case "integer": return Number.isSafeInteger(value);
	case "null": return value === null;
	default: return typeof value === name;
	}
}

function ifString(test) {
	return (word, value) => typeof value !== "string" || test(word, value);
}

function ifArray(test) {
	return (word, value) => !Array.isArray(value) || test(word, value);
}

function ifInteger(test) {
	return (word, value) => typeof value !== "number" || test(word, value);
}

const SHAPES = {
	type: (word, value) => [word].flat().some((name) => isType(name, value)),
	enum: (word, value) => word.includes(value),
	const: (word, value) => word === value,
	minLength: ifString((word, value) => length(value) >= word),
	maxLength: ifString((word, value) => length(value) <= word),
	pattern: ifString((word, value) => new RegExp(word).test(value)),
	minItems: ifArray((word, value) => value.length >= word),
	maxItems: ifArray((word, value) => value.length <= word),
	minimum: ifInteger((word, value) => value >= word),
	maximum: ifInteger((word, value) => value <= word),
	$schema: () => true, $id: () => true, $defs: () => true, title: () => true, description: () => true,
};

export class Schema {
	constructor(root) {
		this.root = root;
	}

	/** Throws Malformed with the place of what does not fit. */
	validate(value) {
		this.hold(this.root, value, "", 0);
	}

	resolve(reference) {
		const name = reference.slice("#/$defs/".length);

		if (!has(this.root.$defs, name))
			throw new Error("the schema is broken");
		return this.root.$defs[name];
	}

	hold(node, value, place, depth) {
		if (depth > DEPTH_MAX)
			throw new Malformed(`${place}: is nested too deeply`);
		for (const [name, word] of Object.entries(node)) {
			if (has(WORDS, name))
				WORDS[name](this, node, word, value, place, depth + 1);
			else if (!has(SHAPES, name))
				throw new Error("the schema is broken");
			else if (!SHAPES[name](word, value))
				throw new Malformed(`${place}: ${name}`);
		}
	}

	/** Which branch of a oneOf is meant is told by "type", "kind" or "reason": all that is fixed there has to be so. */
	branchFits(branch, value) {
		const properties = this.resolve(branch.$ref).properties;

		if (!isObject(value))
			return false;
		const tellers = TELLERS.filter((name) => has(properties, name)), fixed = tellers.filter((name) => has(properties[name], "const"));
		if (fixed.length)
			return fixed.every((name) => has(value, name) && properties[name].const === value[name]);
		const teller = tellers.find((name) => has(value, name));
		return Boolean(teller && properties[teller].enum?.includes(value[teller]));
	}
}

const WORDS = {
	$ref: (schema, node, word, value, place, depth) => schema.hold(schema.resolve(word), value, place, depth),
	properties(schema, node, word, value, place, depth) {
		if (!isObject(value))
			return;
		for (const [key, inner] of Object.entries(word))
			if (key in value)
				schema.hold(inner, value[key], `${place}/${key}`, depth);
	},
	required(schema, node, word, value, place) {
		const missing = isObject(value) && word.find((key) => !(key in value));

		if (missing)
			throw new Malformed(`${place}/${missing}: is missing`);
	},
	additionalProperties(schema, node, word, value, place) {
		if (isObject(value) && Object.keys(value).some((key) => !has(node.properties, key)))
			throw new Malformed(`${place}: a key that is not known`);
	},
	items(schema, node, word, value, place, depth) {
		if (Array.isArray(value))
			value.forEach((item, index) => schema.hold(word, item, `${place}/${index}`, depth));
	},
	oneOf(schema, node, word, value, place, depth) {
		const branch = word.find((one) => schema.branchFits(one, value));

		if (!branch)
			throw new Malformed(`${place}: is of no known type`);
		schema.hold(branch, value, place, depth);
	},
};
