// SPDX-License-Identifier: GPL-3.0-or-later
// node build.mjs ESBUILD OUT: the page as one HTML file, whose policy names the hashes of the
// only script and the only style. The same bytes each time.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";

const [esbuild, out] = process.argv.slice(2);
const source = path.join(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), "src");
const run = (entry, ...args) => execFileSync(esbuild, [path.join(source, entry), "--bundle", "--minify",
	"--charset=utf8", "--legal-comments=none", "--log-level=warning", ...args], { encoding: "utf8" }).trim();
const hash = (text) => `sha256-${createHash("sha256").update(text).digest("base64")}`;

/* What a confirmation says that it was made with. */
const version = /project\(massho VERSION (\S+)/.exec(fs.readFileSync(path.join(source, "../../../CMakeLists.txt"), "utf8"))[1];
const js = run("page.js", "--format=iife", "--target=es2022", `--define:MASSHO_VERSION="${version}"`), css = run("page.css");
if (/<\/script|<!--/i.test(js))
	throw new Error("the script would end the element that it stands in");
const parts = { JS: js, CSS: css, SCRIPT: hash(js), STYLE: hash(css) };
fs.writeFileSync(out, fs.readFileSync(path.join(source, "page.html"), "utf8")
	.replace(/@(JS|CSS|SCRIPT|STYLE)@/g, (_, name) => parts[name]));
