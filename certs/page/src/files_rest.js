// SPDX-License-Identifier: GPL-3.0-or-later
/** What a record of kind "file" tells besides files, after certs/record/files_rest*.c, rule by rule. */
import { deny } from "./contradiction.js";

const PAGE_BYTES = 4096n, U64_MAX = (1n << 64n) - 1n;

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

/** What the kinds that can be wiped have: 0 never, 1 maybe, 2 always. */
const EXT = { inodes: 2, names: 2, data: 2, trees: 0, journal: 1 };
const KINDS = new Map(Object.entries({ ext2: EXT, ext3: EXT, ext4: EXT, xfs: { ...EXT, journal: 2 },
	btrfs: { inodes: 0, names: 0, data: 2, trees: 2, journal: 0 } }));
const NO_KIND = { inodes: 0, names: 0, data: 0, trees: 0, journal: 0 };
const NOT_ITS_SYSTEM = "what is said of free space does not fit its file system";

const fits = ({ state }, has) => has === 2 ? state !== "none" : has === 1 || state === "none" || state === "not-done";

function checkParts({ type, parts, bytes, files }) {
	const kind = KINDS.get(type) ?? NO_KIND, { data } = parts;

	deny(Object.keys(kind).some((key) => !fits(parts[key], kind[key])), NOT_ITS_SYSTEM);
	deny(data.bytes !== bytes || data.count !== files || (bytes !== "0" && !files) || (files && !isWritten(data)),
		"what is said of free space does not fit its parts");
}

function checkSpace(space) {
	const bytes = BigInt(space.bytes), verified = BigInt(space.verified_bytes);
	const parts = partsOf(space), did = parts.some(isWritten);
	const isWhole = space.reason === null && !space.not_reached.length && parts.every(({ state }) => state === "wiped" || state === "none");

	deny(verified > bytes || (space.result === "wiped" && verified !== bytes), "what is said of free space does not fit what was read back");
	deny((space.result === "wiped") !== (isWhole && did) || (space.result === "wiped" && space.type === "btrfs"),
		"free space is called wiped, and not all of it was reached");
	deny(!isWhole && (space.result === "partial") !== did, "what is said of free space does not fit its parts");
	checkParts(space);
}

/** By its UUID; alone, a record names no other. */
function checkSystem({ file_systems: systems, free_space: { type, uuid, parts } }, isAlone) {
	const isIt = (one) => one.uuid === uuid && (uuid !== null || isAlone);
	const fitsJournal = ({ journal }) => journal === "no" ? !isWritten(parts.journal) : journal !== "yes" || fits(parts.journal, 2);

	deny(isAlone && (systems.length > 1 || !systems.every(isIt)), NOT_ITS_SYSTEM);
	deny(systems.some((one) => isIt(one) && (one.type !== type || !fitsJournal(one))), NOT_ITS_SYSTEM);
}

/** Without files these are told of that file system, too, and looked for once. */
function checkAlone({ journal, deleted_open: deleted, free_space: space }) {
	const { state } = space.parts.journal;

	deny(journal !== (["none", "wiped"].includes(state) ? state : "left"), "what is said of the journal does not fit that of free space");
	deny(deleted && (deleted.count !== 0) !== space.not_reached.includes("open-deleted"), "deleted files that were open are told in two ways");
}

/** An area that was wiped may be one that could not be switched on again. */
function fitsReason({ state, reason }) {
	if (["refused", "failed", "interrupted"].includes(state))
		return reason !== null;
	return reason === null || (["verified", "partly"].includes(state) && reason === "system");
}

function checkSwap(swap) {
	const bytes = BigInt(swap.bytes), written = BigInt(swap.overwritten_bytes), verified = BigInt(swap.verified_bytes);

	deny(written > bytes || verified > written, "more of a swap area was verified than was overwritten");
	deny((swap.state === "verified" && (!bytes || verified !== bytes)) || (written && bytes % PAGE_BYTES),
		"what is said of a swap area does not fit its bytes");
	deny((!isAskedFor(swap) || swap.state === "refused") && written, "a swap area that was not touched was overwritten");
	deny(!fitsReason(swap), "what is said of a swap area does not fit its reason");
}

function checkSwaps(list) {
	const uuids = list.map(({ uuid }) => uuid).filter((uuid) => uuid !== null);

	deny(new Set(uuids).size !== uuids.length, "a swap area is told twice");
	deny(list.reduce((sum, one) => sum + BigInt(one.overwritten_bytes), 0n) > U64_MAX, "what is said of a swap area does not fit its bytes");
	list.forEach(checkSwap);
}

/** isAlone: it names no files, nor a manifest. Throws Contradiction. */
export function checkRest(files, isAlone) {
	if (files.free_space) {
		checkSpace(files.free_space);
		checkSystem(files, isAlone);
		if (isAlone)
			checkAlone(files);
	}
	checkSwaps(files.swap);
}
