// SPDX-License-Identifier: GPL-3.0-or-later
/** Times as seconds of UTC, after certs/x509/moment.c and certs/schema/instant.c. */
import { latin1 } from "./bytes.js";
import { GENERALIZED_TIME, UTC_TIME } from "./der.js";

/** There is no 30 February: what is carried over differs. */
function seconds(year, fields) {
	const [month, day, hour, minute, second] = fields;
	const date = new Date(0);

	date.setUTCFullYear(year, month - 1, day);
	date.setUTCHours(hour, minute, second);
	if (date.getUTCFullYear() !== year || date.getUTCMonth() !== month - 1 ||
	    date.getUTCDate() !== day || date.getUTCHours() !== hour ||
	    date.getUTCMinutes() !== minute || date.getUTCSeconds() !== second)
		return null;
	return date.getTime() / 1000;
}

const pairs = (text) => text.match(/../g).map(Number);

function fromUtcTime(text) {
	const year = Number(text.slice(0, 2));

	return seconds(year < 50 ? 2000 + year : 1900 + year, pairs(text.slice(2, 12)));
}

function fromGeneralizedTime(text) {
	return seconds(Number(text.slice(0, 4)), pairs(text.slice(4, 14)));
}

/** The signing-time attribute: from 1950 to 2049 as UTCTime. null: no proper date. */
export function signingTime(element) {
	const text = latin1(element.body);

	if (element.tag === UTC_TIME && /^\d{12}Z$/.test(text))
		return fromUtcTime(text);
	if (element.tag !== GENERALIZED_TIME || !/^\d{14}Z$/.test(text))
		return null;
	const year = Number(text.slice(0, 4));
	return year < 1950 || year > 2049 ? fromGeneralizedTime(text) : null;
}

/** Of certificates and lists: either form. */
export function anyTime(element) {
	const text = latin1(element.body);

	if (element.tag === UTC_TIME && /^\d{12}Z$/.test(text))
		return fromUtcTime(text);
	return element.tag === GENERALIZED_TIME && /^\d{14}Z$/.test(text) ? fromGeneralizedTime(text) : null;
}

/** GeneralizedTime with or without a fraction, which is dropped. */
export function fineTime(body) {
	const text = latin1(body);

	return /^\d{14}(\.\d*[1-9])?Z$/.test(text) ? fromGeneralizedTime(text) : null;
}

/** "2026-11-22T03:04:05Z"; null: not in this form, or no date of the calendar. */
export function instant(text) {
	const match = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)Z$/.exec(text);

	return match && seconds(Number(match[1]), match.slice(2).map(Number));
}

export function formatInstant(time) {
	return new Date(time * 1000).toISOString().replace(/\.\d+Z$/, "Z");
}
