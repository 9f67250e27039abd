// SPDX-License-Identifier: GPL-3.0-or-later
// Firefox ESR for browser.mjs, by Marionette: JSON behind its length and a colon, over TCP. Debian has no driver
// for it. What a hand does with files cannot be asked for: folders and drops are made from File objects here.
import { spawn } from "node:child_process";
import fs from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { pause, until } from "./until.mjs";

const ELEMENT = "element-6066-11e4-a52e-4f735466cecf", KEYS = { Tab: "\uE004", Enter: "\uE007", Space: " " };
const PREFERENCES = {
	"marionette.port": 0, "intl.accept_languages": "ja, en", "intl.locale.requested": "ja", "browser.download.folderList": 2,
	"browser.download.useDownloadDir": true, "browser.download.alwaysOpenPanel": false,
	"browser.download.always_ask_before_handling_new_types": false,
	"browser.shell.checkDefaultBrowser": false, "browser.aboutwelcome.enabled": false,
	"datareporting.policy.dataSubmissionEnabled": false,
	"toolkit.telemetry.enabled": false, "app.update.auto": false, "browser.safebrowsing.update.enabled": false, "services.settings.server": "data:,", "network.captive-portal-service.enabled": false,
	"network.connectivity-service.enabled": false, "extensions.update.enabled": false, "gfx.webrender.software": true,
	"dom.ipc.processPrelaunch.enabled": false, "dom.ipc.processCount": 1, "browser.newtab.preload": false,
};

const SHOTS = ["valid-p256", "confirm-p256-accept", "confirm-rsa-accept-signed", "confirm-keyboard-en"];

/** One command after the other; answers come in that order. */
class Marionette {
	constructor(socket) {
		this.socket = socket;
		this.waiting = [];
		this.bytes = Buffer.alloc(0);
		this.number = 0;
		socket.on("data", (bytes) => this.take(bytes));
	}

	static async connect(port) {
		const socket = net.connect(port, "127.0.0.1");
		const marionette = new Marionette(socket);

		await new Promise((done) => marionette.waiting.push([done]));
		return marionette;
	}

	take(bytes) {
		this.bytes = Buffer.concat([this.bytes, bytes]);
		for (;;) {
			const colon = this.bytes.indexOf(":");
			const end = colon + 1 + Number(this.bytes.subarray(0, Math.max(colon, 0)).toString());
			if (colon < 0 || this.bytes.length < end)
				return;
			const message = JSON.parse(this.bytes.subarray(colon + 1, end).toString());
			this.bytes = this.bytes.subarray(end);
			const [done, bad] = this.waiting.shift();
			if (Array.isArray(message) && message[2])
				bad(new Error(`${message[2].error}: ${message[2].message}`));
			else
				done(Array.isArray(message) ? message[3] : message);
		}
	}

	ask(command, parameters = {}) {
		const text = Buffer.from(JSON.stringify([0, ++this.number, command, parameters]));

		this.socket.write(Buffer.concat([Buffer.from(`${text.length}:`), text]));
		return new Promise((done, bad) => this.waiting.push([done, bad]));
	}

	async run(task, argument) {
		const script = `return (${task})(arguments[0])`;

		return (await this.ask("WebDriver:ExecuteScript", { script, args: [argument ?? null], sandbox: null })).value;
	}

	/** In the browser itself, not in a page. */
	async runInside(script) {
		await this.ask("Marionette:SetContext", { value: "chrome" });
		const { value } = await this.ask("WebDriver:ExecuteScript", { script, args: [], sandbox: "system" });
		await this.ask("Marionette:SetContext", { value: "content" });
		return value;
	}
}

/** Paths below what was given, each with its bytes, as base64. */
function contentsOf(paths) {
	return paths.flatMap((one) => !fs.statSync(one).isDirectory() ? [[path.basename(one), fs.readFileSync(one, "base64")]] :
		fs.readdirSync(one, { recursive: true }).filter((name) => fs.statSync(path.join(one, name)).isFile())
			.map((name) => [path.join(path.basename(one), name), fs.readFileSync(path.join(one, name), "base64")]));
}

class Page {
	constructor(marionette, out, downloads, time, home) {
		Object.assign(this, { marionette, out, downloads, time, home });
	}

	/** Firefox runs nothing before a page: its clock is stopped when it has begun. */
	stopClock() {
		return this.run((time) => {
			window.Date.now = () => time;
			window.violations = [];
			document.addEventListener("securitypolicyviolation", (event) => window.violations.push(event.violatedDirective));
		}, this.time * 1000);
	}

	async files(id, given) {
		const paths = [given].flat();

		if (fs.statSync(paths[0]).isDirectory()) {
			await this.run(([name, list]) => {
				const input = document.getElementById(name);
				const files = list.map(([where, base64]) => {
					const file = new window.File([window.Uint8Array.from(window.atob(base64), (one) => one.charCodeAt(0))], where.split("/").pop());
					Object.defineProperty(file, "webkitRelativePath", { value: where });
					return file;
				});
				Object.defineProperty(input, "files", { value: files, configurable: true });
				input.dispatchEvent(new window.Event("change"));
			}, [id, contentsOf(paths)]);
			return;
		}
		await this.run((name) => {
			document.getElementById(name).value = "";
		}, id);
		const { value } = await this.marionette.ask("WebDriver:FindElement", { using: "css selector", value: `#${id}` });
		await this.marionette.ask("WebDriver:ElementSendKeys", { id: value[ELEMENT], text: paths.join("\n") });
	}

	run(task, argument) {
		return this.marionette.run(task, argument);
	}

	until(task, argument) {
		return until(task, () => this.run(task, argument));
	}

	async press(key) {
		await this.type([KEYS[key]]);
	}

	type(text) {
		const actions = [...text].flatMap((value) => [{ type: "keyDown", value }, { type: "keyUp", value }]);

		return this.marionette.ask("WebDriver:PerformActions", { actions: [{ type: "key", id: "keyboard", actions }] });
	}

	drop(id, paths) {
		return this.run(([name, list]) => {
			const transfer = new window.DataTransfer();
			for (const [where, base64] of list)
				transfer.items.add(new window.File([window.Uint8Array.from(window.atob(base64), (one) => one.charCodeAt(0))], where));
			document.getElementById(name).dispatchEvent(
				new window.DragEvent("drop", { dataTransfer: transfer, bubbles: true, cancelable: true }));
		}, [id, contentsOf(paths)]);
	}

	async saved(count, task) {
		await task();
		const found = await until("downloads", () => {
			const names = fs.readdirSync(this.downloads);
			const isWhole = (name) => !name.endsWith(".part") && fs.statSync(path.join(this.downloads, name)).size;
			return names.length === count && names.every(isWhole) && names;
		});
		return found.map((name) => {
			const bytes = fs.readFileSync(path.join(this.downloads, name));
			fs.unlinkSync(path.join(this.downloads, name));
			return [name, bytes];
		});
	}

	/** A few: that the pages look alike can be seen by them, and drawing by software takes its time. */
	async shot(name) {
		if (!SHOTS.includes(name))
			return;
		const { value } = await this.marionette.ask("WebDriver:TakeScreenshot", { full: true, hash: false });

		fs.writeFileSync(path.join(this.out, `${name}.png`), value, "base64");
	}

	async print(name) {
		const { value } = await this.marionette.ask("WebDriver:Print", {});

		fs.writeFileSync(path.join(this.out, `${name}.pdf`), value, "base64");
	}

	async reload() {
		await this.marionette.ask("WebDriver:Refresh");
		await this.stopClock();
	}

	async close() {
		const violations = await this.run(() => window.violations);

		await this.marionette.ask("WebDriver:CloseWindow");
		await this.marionette.ask("WebDriver:SwitchToWindow", { handle: this.home });
		if (violations.length)
			throw new Error(`against the policy: ${violations}`);
	}
}

/** What pages from file:// ask the network for, from now on. */
const WATCH = `globalThis.masshoRequests = [];
Services.obs.addObserver((subject) => {
	const channel = subject.QueryInterface(Ci.nsIHttpChannel);
	const from = channel.loadInfo.triggeringPrincipal?.spec ?? "";
	if (from.startsWith("file:") || from.startsWith("blob:"))
		globalThis.masshoRequests.push(channel.URI.spec);
}, "http-on-modify-request");`;
const COMPLAINTS = `return Services.console.getMessageArray().filter((one) => one instanceof Ci.nsIScriptError &&
	(one.sourceName ?? "").includes("massho-page") && !(one.flags & Ci.nsIScriptError.warningFlag)).map(String);`;

export async function start(_playwright, html, out) {
	const profile = fs.mkdtempSync(path.join(os.tmpdir(), "massho-page-profile-")), downloads = path.join(profile, "downloads");
	const preferences = { ...PREFERENCES, "browser.download.dir": downloads };

	fs.mkdirSync(downloads);
	fs.writeFileSync(path.join(profile, "user.js"),
		Object.entries(preferences).map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`).join(""));
	const firefox = spawn("/usr/bin/firefox-esr", ["--headless", "--marionette", "--remote-allow-system-access", "--no-remote", "--profile", profile, "about:blank"],
		{ env: { ...process.env, HOME: profile, MOZ_HEADLESS: "1", MOZ_CRASHREPORTER_DISABLE: "1" }, stdio: "ignore" });
	const ended = new Promise((done) => firefox.on("exit", done));
	const end = async () => {
		firefox.kill("SIGKILL");
		await Promise.race([ended, pause(10000)]);
		fs.rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
	};
	try {
		return await drive(firefox, profile, { html, out, downloads, ended, end });
	} catch (error) {
		await end();
		throw error;
	}
}

async function drive(firefox, profile, { html, out, downloads, ended, end }) {
	const port = Number(await until("Firefox", () => {
		if (firefox.exitCode !== null)
			throw new Error(`Firefox ended with ${firefox.exitCode}`);
		const file = path.join(profile, "MarionetteActivePort");
		return fs.existsSync(file) && fs.readFileSync(file, "utf8");
	}));
	const marionette = await Marionette.connect(port);
	await marionette.ask("WebDriver:NewSession", {});
	await marionette.ask("WebDriver:SetWindowRect", { width: 1000, height: 1000 });
	const home = (await marionette.ask("WebDriver:GetWindowHandle")).value, complaints = [], requests = [];
	await marionette.runInside(WATCH);
	return {
		name: "Firefox ESR", dropsFolders: false, isSlow: true, requests, complaints,
		async open(time) {
			const { handle } = await marionette.ask("WebDriver:NewWindow", { type: "tab" });
			const page = new Page(marionette, out, downloads, time, home);

			await marionette.ask("WebDriver:SwitchToWindow", { handle });
			await marionette.ask("WebDriver:Navigate", { url: pathToFileURL(html).href });
			await page.stopClock();
			return page;
		},
		/** What is looked at in the end. */
		async settle() {
			complaints.push(...await marionette.runInside(COMPLAINTS));
			requests.push(...await marionette.runInside("return globalThis.masshoRequests;"));
		},
		async close() {
			await Promise.race([marionette.ask("Marionette:Quit", { flags: ["eForceQuit"] }), pause(10000)]).catch(() => {});
			await Promise.race([ended, pause(10000)]);
			await end();
		},
	};
}
