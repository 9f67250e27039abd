// SPDX-License-Identifier: GPL-3.0-or-later
/** Folders of cases among files that were dropped or chosen. Reads nothing. */

const RECORD = /^(.*?)records\/[^/]+\.p7m$/;

/** Folders that are called alike, from two places, are two: never one laid over the other. @param {Set<string>} taken gets it */
export function nameApart(taken, name) {
	let apart = name;

	for (let n = 2; taken.has(apart); n++)
		apart = `${name} (${n})`;
	taken.add(apart);
	return apart;
}

/** "folder/" of each that has records, and lies in none that has them too. */
export function casesAmong(paths) {
	const places = [...new Set(paths.map((path) => RECORD.exec(path)?.[1]).filter((place) => place === "" || place?.endsWith("/")))];

	return places.filter((place) => !places.some((other) => other !== place && place.startsWith(other)));
}

/** As openCase() wants them. */
export function filesOfCase(list, place) {
	return new Map(list.filter(([path]) => path.startsWith(place)).map(([path, file]) =>
		[path.slice(place.length), { size: file.size, bytes: async () => new Uint8Array(await file.arrayBuffer()) }]));
}

/** A case has its trust folder with it; what has only records may be none. */
export const isCase = (files) => [...files.keys()].some((path) => path.startsWith("trust/"));
