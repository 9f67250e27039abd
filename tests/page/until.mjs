// SPDX-License-Identifier: GPL-3.0-or-later
// The page's policy forbids what drivers wait with: asked again until it is so.
const TIMEOUT_MS = 60000, EVERY_MS = 40;

export const pause = (ms) => new Promise((done) => setTimeout(done, ms));

export async function until(what, isSo) {
	for (const end = Date.now() + TIMEOUT_MS; Date.now() < end; await pause(EVERY_MS)) {
		const value = await isSo();

		if (value)
			return value;
	}
	throw new Error(`waited in vain: ${what}`);
}
