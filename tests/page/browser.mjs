// SPDX-License-Identifier: GPL-3.0-or-later
// The page in real Chromium from file://: browser.mjs PLAYWRIGHT PAGE CASES OUT. Takes what
// tests/vectors/make.py left, and leaves screenshots and a printed page in OUT.
import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [playwright, html, table, out] = process.argv.slice(2);
const { chromium } = createRequire(import.meta.url)(playwright);
const cases = new Map(fs.readFileSync(table, "utf8").split("\n").filter(Boolean).map((line) => {
	const [name, file, trust, , , , time, ...confirmations] = line.split("\t");
	return [name, { file, trust, time: Number(time), confirmations }];
}));
const profile = fs.mkdtempSync(path.join(os.tmpdir(), "massho-page-profile-"));
const browser = await chromium.launchPersistentContext(profile, {
	executablePath: "/usr/bin/chromium", headless: true, locale: "ja-JP", viewport: { width: 1000, height: 900 },
	args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
		"--disable-component-update", "--disable-sync"],
});
const requests = [], complaints = [];

browser.on("request", (request) => requests.push(request.url()));

/** A page whose clock stands at that of the vectors. */
async function open(time) {
	const page = await browser.newPage();

	page.on("console", (message) => complaints.push(message.text()));
	page.on("pageerror", (error) => complaints.push(String(error)));
	await page.addInitScript(`Date.now = () => ${time * 1000}`);
	await page.goto(pathToFileURL(html).href);
	return page;
}

async function verdictOf(page, one, files = [one.file, ...one.confirmations]) {
	await page.setInputFiles(fs.statSync(one.trust).isDirectory() ? "#folder" : "#anchors", one.trust);
	await page.locator("#trust-state", { hasText: / \d+ 件/ }).waitFor();
	await page.setInputFiles("#records", files);
	await page.locator("article").nth(files.length - 1).waitFor();
	return page.$eval("article", (article) => ({ colour: article.className, text: article.innerText }));
}

/** Name of the vector, its colour, and words that have to be there. */
const WANTED = [
	["valid-p256", "good", ["真正です", "成立しました"]],
	["flipped-content", "bad", ["真正ではありません", "署名が合いません"]],
	["demo", "amber", ["デモ", "判定不能", "参考"]],
	["unverified", "bad", ["真正です", "成立していません"]],
	["confirm-none", "amber", ["未確認"]],
	["confirm-accepted", "good", ["確認済"]],
	["confirm-rejected", "bad", ["却下"]],
];

async function checkVerdicts() {
	for (const [name, colour, words] of WANTED) {
		const page = await open(cases.get(name).time);
		const verdict = await verdictOf(page, cases.get(name));

		assert.equal(verdict.colour, colour, `${name}: ${verdict.text}`);
		for (const word of words)
			assert.ok(verdict.text.includes(word), `${name}: ${word} is not in ${verdict.text}`);
		await page.screenshot({ path: path.join(out, `${name}.png`), fullPage: true });
		await page.close();
	}
}

/** Files that are dropped, many at once; English; on paper. */
async function checkDrop() {
	const names = ["valid-p256", "flipped-content", "text-bidi"], one = cases.get(names[0]);
	const page = await open(one.time);

	await page.setInputFiles("#anchors", one.trust);
	await page.locator("#trust-state", { hasText: / \d+ 件/ }).waitFor();
	const data = names.map((name) => [`${name}.p7m`, fs.readFileSync(cases.get(name).file).toString("base64")]);
	await page.evaluate((files) => {
		const transfer = new DataTransfer();
		for (const [name, base64] of files)
			transfer.items.add(new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], name));
		document.getElementById("drop").dispatchEvent(new DragEvent("drop", { dataTransfer: transfer, bubbles: true }));
	}, data);
	await page.locator("article").nth(2).waitFor();
	await page.click("#language");
	assert.equal(await page.$eval("html", (element) => element.lang), "en");
	const colours = await page.$$eval("article", (all) => all.map((article) => article.className));
	assert.deepEqual(colours, ["good", "bad", "bad"]);
	await page.screenshot({ path: path.join(out, "dropped-en.png"), fullPage: true });
	await page.pdf({ path: path.join(out, "printed.pdf"), format: "A4" });
	await page.close();
}

/** Anchors are there again only when they were to be remembered, and gone when forgotten. */
async function checkMemory() {
	const one = cases.get("valid-p256");
	const count = (page) => page.textContent("#trust-state");
	let page = await open(one.time);

	await verdictOf(page, one);
	await page.reload();
	assert.match(await count(page), /まだありません/);
	await page.check("#remember");
	await verdictOf(page, one);
	await page.reload();
	await page.locator("#trust-state", { hasText: "1 件" }).waitFor();
	await page.click("#forget");
	await page.reload();
	assert.match(await count(page), /まだありません/);
	await page.close();
}

/** Every control has a name for a screen reader, and the keyboard reaches it. */
async function checkAccess() {
	const page = await open(cases.get("valid-p256").time);
	const nameless = await page.$$eval("button, input", (all) => all.filter((one) =>
		!(one.textContent.trim() || one.labels?.[0]?.textContent.trim())).length);
	const reached = new Set();

	assert.equal(nameless, 0);
	for (let i = 0; i < 12; i++) {
		await page.keyboard.press("Tab");
		reached.add(await page.evaluate(() => document.activeElement.id));
	}
	for (const id of ["language", "anchors", "folder", "remember", "forget", "records", "case", "print"])
		assert.ok(reached.has(id), `the keyboard does not reach ${id}`);
	assert.equal(await page.getAttribute("#summary", "aria-live"), "polite");
	await page.close();
}

try {
	await checkVerdicts();
	await checkDrop();
	await checkMemory();
	await checkAccess();
	assert.deepEqual(complaints, []);
	assert.deepEqual(requests.filter((url) => url !== pathToFileURL(html).href), []);
	console.log(`${WANTED.length} verdicts, drop, memory, access: as they have to be; no request`);
} finally {
	await browser.close();
	fs.rmSync(profile, { recursive: true, force: true });
}
