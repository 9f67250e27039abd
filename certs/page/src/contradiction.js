// SPDX-License-Identifier: GPL-3.0-or-later
/** What a record says against itself. */
export class Contradiction extends Error {}

export function deny(isWrong, why) {
	if (isWrong)
		throw new Contradiction(why);
}
