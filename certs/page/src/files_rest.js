// SPDX-License-Identifier: GPL-3.0-or-later
/** What a record of kind "file" tells besides files, after certs/record/files_rest.c, rule by rule. */
import { deny } from "./contradiction.js";

/** To be wiped: the others are only told of. */
const isAskedFor = ({ state }) => !["in-use", "left", "in-memory"].includes(state);
const isWritten = ({ state }) => state === "wiped" || state === "partly";
const partsOf = (space) => (space ? Object.values(space.parts) : []);

function swapsOf(files) {
	const asked = files.swap.filter(isAskedFor);
	const sum = (key) => asked.reduce((total, one) => total + BigInt(one[key]), 0n);

	return { count: asked.length, verified: asked.filter(({ state }) => state === "verified").length, writtenBytes: sum("overwritten_bytes"),
		verifiedBytes: sum("verified_bytes") };
}

/** Was something written besides files? */
export const restDid = (files) => partsOf(files.free_space).some(isWritten) || swapsOf(files).writtenBytes > 0n;

/** Of a record without files. Of free space only blocks are read back: as a whole it is not verified. */
export function verdictOfRest({ files, execution }) {
	const swaps = swapsOf(files), space = files.free_space;
	const isWhole = execution.error === null && swaps.count === swaps.verified && (!space || space.result === "wiped");

	if (isWhole && space)
		return "erased-unverified";
	if (isWhole && swaps.count)
		return "erased-verified";
	if (execution.interruptions.length)
		return "interrupted";
	return restDid(files) ? "partial" : "failed";
}

/** Of swap areas that were to be wiped. */
export function areasOfRest(files, area) {
	const { count, verified, verifiedBytes } = swapsOf(files);

	return [...(verifiedBytes ? [area("swap-areas", "erased-verified", String(verifiedBytes))] : []),
		...(count === verified ? [] : [area("swap-areas", "unknown")])];
}

function checkSpace(space) {
	const bytes = BigInt(space.bytes), verified = BigInt(space.verified_bytes);
	const parts = partsOf(space), did = parts.some(isWritten);
	const isWhole = space.reason === null && !space.not_reached.length && parts.every(({ state }) => state === "wiped" || state === "none");

	deny(verified > bytes || (space.result === "wiped" && verified !== bytes), "what is said of free space does not fit what was read back");
	deny((space.result === "wiped") !== (isWhole && did), "free space is called wiped, and not all of it was reached");
	deny(!isWhole && (space.result === "partial") !== did, "what is said of free space does not fit its parts");
}

function checkSwap(swap) {
	const bytes = BigInt(swap.bytes), written = BigInt(swap.overwritten_bytes), verified = BigInt(swap.verified_bytes);

	deny(written > bytes || verified > written, "more of a swap area was verified than was overwritten");
	deny(swap.state === "verified" && (!bytes || verified !== bytes), "what is said of a swap area does not fit its bytes");
	deny((!isAskedFor(swap) || swap.state === "refused") && written, "a swap area that was not touched was overwritten");
}

/** Throws Contradiction. */
export function checkRest(files) {
	if (files.free_space)
		checkSpace(files.free_space);
	files.swap.forEach(checkSwap);
}
