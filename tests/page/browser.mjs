// SPDX-License-Identifier: GPL-3.0-or-later
// The page in a real browser from file://: browser.mjs DRIVER PLAYWRIGHT PAGE CASES DESK TIME OUT. Takes
// what tests/vectors/make.py and desk.py left; leaves screenshots, a printed page and what was signed in OUT.
import assert from "node:assert/strict";
import fs from "node:fs";
import { pathToFileURL } from "node:url";
import * as confirming from "./confirming.mjs";

const [driver, playwright, html, table, desk, time, out] = process.argv.slice(2);
const { start } = await import(`./${driver}.mjs`);
const cases = new Map(fs.readFileSync(table, "utf8").split("\n").filter(Boolean).map((line) => {
	const [name, file, trust, , , , at, ...confirmations] = line.split("\t");
	return [name, { file, trust, time: Number(at), confirmations }];
}));
const browser = await start(playwright, html, out);

/** Loads whom to trust, then records; waits until so many are shown. */
export async function load(page, trust, files) {
	await page.files(fs.statSync(trust).isDirectory() ? "folder" : "anchors", fs.statSync(trust).isDirectory() ? trust : [trust]);
	await page.until(() => /: \d+/.test(document.getElementById("trust-state").textContent));
	await page.files("records", files);
	await page.until((count) => document.querySelectorAll("#results article").length === count, files.length);
}

/** Name of the vector, its colour, and words that have to be there. */
const WANTED = [
	["valid-p256", "good", ["真正です", "成立しました"]],
	["flipped-content", "bad", ["真正ではありません", "署名が合いません"]],
	["demo", "amber", ["デモ", "判定不能", "参考"]],
	["unverified", "amber", ["真正です", "確かめられていません"]],
	["confirm-none", "amber", ["未確認"]],
	["confirm-accepted", "good", ["確認済"]],
	["confirm-rejected", "bad", ["却下"]],
];

async function checkVerdicts() {
	/* A process for each page costs Firefox much: one of each colour. */
	for (const [name, colour, words] of browser.isSlow ? WANTED.filter((_, index) => [0, 1, 4].includes(index)) : WANTED) {
		const one = cases.get(name), page = await browser.open(one.time);

		await load(page, one.trust, [one.file, ...one.confirmations]);
		const verdict = await page.run(() => {
			const article = document.querySelector("article");
			return { colour: article.className, text: article.innerText };
		});
		assert.equal(verdict.colour, colour, `${name}: ${verdict.text}`);
		for (const word of words)
			assert.ok(verdict.text.includes(word), `${name}: ${word} is not in ${verdict.text}`);
		await page.shot(name);
		await page.close();
	}
}

/** Records of files, in both languages: a level is one of files that are gone, and of none where there is no file. */
const FILES = [
	["file-erasure-interrupted", "bad", ["6 件中 3 件: F1", "終わるまでに着手しませんでした"], ["3 of 6 files: F1", "not reached before the end"]],
	["file-erasure-failed", "bad", ["なくなったファイルはありません"], ["no file is gone"]],
	["file-erasure-space-alone", "amber", ["読み戻したもの: 1,073,741,824 バイト", "使用中、消去していない"], ["read back: 1,073,741,824 bytes", "in use, not wiped"]],
];

async function checkFiles() {
	const page = await browser.open(cases.get(FILES[0][0]).time);
	const shown = () => page.run(() => [...document.querySelectorAll("article")].map(({ className, innerText }) => ({ className, innerText })));

	await load(page, cases.get(FILES[0][0]).trust, FILES.map(([name]) => cases.get(name).file));
	for (const language of ["ja", "en"]) {
		for (const [index, { className, innerText }] of (await shown()).entries()) {
			const [name, colour, ...words] = FILES[index];
			assert.equal(className, colour, name);
			for (const one of words[language === "ja" ? 0 : 1])
				assert.ok(innerText.includes(one), `${name}: ${one} is not in ${innerText}`);
			assert.doesNotMatch(innerText, /\bfalse\b|undefined|ファイルを抹消|抹消:/, name);
		}
		await page.shot(`files-${language}`);
		await page.run(() => document.getElementById("language").click());
	}
	await page.close();
}

/** Destroyed keys, in both languages: green only where all conditions are met, and never as if a medium were erased. */
const KEYS = [
	["erasure-luks", "good", ["鍵の破棄による消去は成立しました", "3 個中 3 個を破棄", "暗号化されたデータは残っています", "そのとおり: LUKSヘッダーのバックアップはない"],
		["the encrypted data is still there", "3 of 3 destroyed", "True: There is no backup of the header", "A copy of the volume key"]],
	["erasure-luks-copied", "amber", ["成り立つとは分かっておらず", "そのとおりではない: LUKSヘッダーのバックアップはない", "/dev/sde1"],
		["not all conditions are known to hold", "NOT TRUE: There is no backup of the header", "/dev/sde1"]],
	["erasure-luks-partition", "good", ["パーティション 2 だけで、媒体の消去ではありません", "媒体のほかの部分は消去していません"],
		["of partition 2 alone: the medium is not erased"]],
	["erasure-luks-partial", "bad", ["消去は成立していません", "破棄の対象"], ["The erasure did not hold", "What was to be destroyed"]],
	["erasure-luks-interrupted", "bad", ["消去は成立していません", "破棄したもの", "この結果が覆る場合"], ["The erasure did not hold", "What was destroyed", "What would undo it"]],
	["erasure-luks-overwrite-stopped", "bad", ["消去は成立していません", "終わっていません", "この結果が覆る場合"], ["did NOT come to its end", "What would undo it"]],
	["erasure-luks-overwrite", "good", ["媒体の全体を上書き。"], ["all of the medium was overwritten"]],
];

async function checkKeys() {
	const page = await browser.open(Number(time));

	await load(page, `${desk}/both.pem`, KEYS.map(([name]) => `${desk}/${name}.p7m`));
	for (const language of ["ja", "en"]) {
		const shown = await page.run(() => [...document.querySelectorAll("article")].map(({ className, innerText }) => ({ className, innerText })));
		for (const [index, { className, innerText }] of shown.entries()) {
			const [name, colour, ...words] = KEYS[index];
			assert.equal(className, colour, `${name}: ${innerText}`);
			for (const one of words[language === "ja" ? 0 : 1])
				assert.ok(innerText.includes(one), `${name}: ${one} is not in ${innerText}`);
			assert.doesNotMatch(innerText, /\bfalse\b|undefined|NaN|抹消/, name);
		}
		await page.shot(`keys-${language}`);
		await page.run(() => document.getElementById("language").click());
	}
	await page.close();
}

/** Files that are dropped, many at once; English; on paper. */
async function checkDrop() {
	const names = ["valid-p256", "flipped-content", "text-bidi"], one = cases.get(names[0]);
	const page = await browser.open(one.time);

	await page.files("anchors", [one.trust]);
	await page.until(() => /: \d+/.test(document.getElementById("trust-state").textContent));
	await page.drop("drop", names.map((name) => cases.get(name).file));
	await page.until(() => document.querySelectorAll("article").length === 3);
	await page.run(() => document.getElementById("language").click());
	assert.equal(await page.run(() => document.documentElement.lang), "en");
	assert.deepEqual(await page.run(() => [...document.querySelectorAll("article")].map((article) => article.className)),
		["good", "bad", "bad"]);
	await page.shot("dropped-en");
	await page.print("printed");
	await page.close();
}

/** A folder with folders in it, and what is no record. */
async function checkFolder() {
	const one = cases.get("valid-p256"), folder = fs.mkdtempSync(`${out}/case-`), page = await browser.open(one.time);

	fs.mkdirSync(`${folder}/inner`);
	fs.copyFileSync(one.file, `${folder}/one.p7m`);
	fs.copyFileSync(cases.get("flipped-content").file, `${folder}/inner/other.p7m`);
	fs.writeFileSync(`${folder}/inner/notes.txt`, "no record");
	await page.files("anchors", [one.trust]);
	await page.until(() => /: \d+/.test(document.getElementById("trust-state").textContent));
	await page.drop("drop", [folder]);
	await page.until(() => document.querySelectorAll("article").length === 2);
	assert.deepEqual(await page.run(() => [...document.querySelectorAll("article")].map((article) =>
		`${article.querySelector("h3").textContent.replace(/^.*\//, "")} ${article.className}`).sort()),
	["one.p7m good", "other.p7m bad"]);
	await page.close();
	fs.rmSync(folder, { recursive: true });
}

/** Anchors are there again only when they were to be remembered, and gone when forgotten. */
async function checkMemory() {
	const one = cases.get("valid-p256"), page = await browser.open(one.time);
	const state = () => page.run(() => document.getElementById("trust-state").textContent);
	const click = (id) => page.run((name) => document.getElementById(name).click(), id);

	await load(page, one.trust, [one.file]);
	await page.reload();
	assert.match(await state(), /まだありません/);
	await click("remember");
	await load(page, one.trust, [one.file]);
	await page.reload();
	await page.until(() => document.getElementById("trust-state").textContent.includes("1 件"));
	await click("forget");
	await page.reload();
	assert.match(await state(), /まだありません/);
	await page.close();
}

/** Every control has a name for a screen reader, and the keyboard reaches it. */
async function checkAccess() {
	const page = await browser.open(cases.get("valid-p256").time);
	const nameless = await page.run(() => [...document.querySelectorAll("button, input, textarea, select")].filter((one) =>
		!(one.textContent.trim() || one.labels?.[0]?.textContent.trim() || one.id === "sign")).length);
	const reached = new Set();

	assert.equal(nameless, 0);
	for (let i = 0; i < 12; i++) {
		await page.press("Tab");
		reached.add(await page.run(() => document.activeElement.id));
	}
	for (const id of ["language", "anchors", "folder", "remember", "forget", "records", "case", "print"])
		assert.ok(reached.has(id), `the keyboard does not reach ${id}`);
	assert.equal(await page.run(() => document.getElementById("summary").getAttribute("aria-live")), "polite");
	await page.close();
}

try {
	await checkVerdicts();
	await checkFiles();
	await checkKeys();
	await checkDrop();
	if (browser.dropsFolders)
		await checkFolder();
	await checkMemory();
	await checkAccess();
	await confirming.check(browser, desk, Number(time), out, load);
	await browser.settle?.();
	assert.deepEqual(browser.complaints, []);
	assert.deepEqual(browser.requests.filter((url) => url !== pathToFileURL(html).href && !url.startsWith("blob:")), []);
	console.log(`${browser.name}: verdicts, drop, memory, access, confirmations: as they have to be; no request`);
} finally {
	await browser.close();
}
