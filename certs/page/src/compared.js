// SPDX-License-Identifier: GPL-3.0-or-later
/** What a return says of its files: how many are what was received. */
import { word } from "./words.js";

const counts = ({ compared }) => word("comparedCounts", compared);

/** Did other files go back than came? */
export const differs = ({ type, compared }) =>
	type === "return" && compared !== null && compared.changed + compared.missing + compared.additional > 0;

/** "": it is no return of files that are listed. */
export function comparedText(record) {
	if (record.type !== "return" || record.manifest === null)
		return "";
	if (record.compared === null)
		return word("notCompared");
	return differs(record) ? `${counts(record)} — ${word("notAsReceived")}` : counts(record);
}
