// The report's page as a reader meets it, in a real browser: nothing is fetched, nothing is complained of, everything
// is there without scripts, and what scripts add works.
//
//   npm ci && node check.mjs PAGE [FOLDER FOR SCREENSHOTS]
//
// Needs Chromium: /usr/bin/chromium, or the one that CHROMIUM names.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const [pagePath, shots] = process.argv.slice(2);
if (!pagePath) throw new Error("usage: node check.mjs PAGE [FOLDER]");
const address = pathToFileURL(path.resolve(pagePath)).href;
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
if (shots) mkdirSync(shots, { recursive: true });

const faults = [];
const expect = (holds, what) => holds || faults.push(what);

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});

/** Opens the page; whatever it asks for beside itself, and whatever it complains of, is a fault. */
async function open(name, settings) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...settings });
  const page = await context.newPage();
  page.on("request", (request) => expect(request.url() === address, `${name}: asks for ${request.url()}`));
  page.on("console", (message) =>
    expect(!["error", "warning"].includes(message.type()), `${name}: console says ${message.text()}`));
  page.on("pageerror", (error) => faults.push(`${name}: ${error}`));
  await page.goto(address);
  return page;
}

async function shoot(page, name, fullPage = true) {
  if (shots) await page.screenshot({ path: path.join(shots, `${name}.png`), fullPage });
}

/** What axe has against the page. */
async function judge(page, name) {
  await page.evaluate(axe);
  const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  for (const { id, help, nodes } of found.violations) {
    faults.push(`${name}: axe ${id}: ${help}: ${nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(" | ")}`);
  }
}

/** Elements that reach beyond the window, which then scrolls sideways. */
const tooWide = () => document.documentElement.scrollWidth > document.documentElement.clientWidth + 1;

for (const [name, settings] of [
  ["light", { colorScheme: "light" }],
  ["dark", { colorScheme: "dark" }],
  ["narrow", { viewport: { width: 360, height: 780 }, deviceScaleFactor: 2 }],
  ["tablet", { viewport: { width: 820, height: 1180 } }],
]) {
  const page = await open(name, settings);
  await shoot(page, name);
  await shoot(page, `${name}-first-screen`, false);
  expect(!(await page.evaluate(tooWide)), `${name}: wider than the window`);
  await judge(page, name);
  await page.context().close();
}

// Without scripts every section, panel and table stands there.
const bare = await open("no scripts", { javaScriptEnabled: false });
const withScripts = await open("scripts", {});
const sections = await bare.locator("main > section").count();
expect(sections === 10, `no scripts: ${sections} sections`);
expect((await bare.locator("main > section:visible").count()) === sections, "no scripts: a section is hidden");
const panels = await bare.locator(".panel").count();
expect((await bare.locator(".panel:visible").count()) === panels, "no scripts: a panel is hidden");
const texts = async (page) => (await page.locator("main").innerText()).replace(/\s+/g, " ").length;
expect((await texts(bare)) >= (await texts(withScripts)) * 0.95, "no scripts: text is missing");
await shoot(bare, "no-scripts");
await bare.context().close();

// Paper: run, currency and model at the foot of every sheet are the printer's to show; tables break between rows.
await withScripts.emulateMedia({ media: "print" });
expect((await withScripts.locator(".panel:visible").count()) === panels, "print: a panel is hidden");
await shoot(withScripts, "print");
const pdf = await withScripts.pdf({ preferCSSPageSize: true });
if (shots) writeFileSync(path.join(shots, "print.pdf"), pdf);
expect(pdf.length > 10_000, "print: nothing to print");
await withScripts.emulateMedia({ media: "screen" });

// The theme is switched, and stays switched.
const theme = () => withScripts.evaluate(() => document.documentElement.dataset.theme);
const background = () => withScripts.evaluate(() => getComputedStyle(document.body).backgroundColor);
const before = await background();
await withScripts.locator(".top button").click();
expect((await theme()) === "dark", "theme: not dark");
expect((await background()) !== before, "theme: the background stays");
await judge(withScripts, "switched to dark");
await withScripts.reload();
expect((await theme()) === "dark", "theme: forgotten");
await withScripts.locator(".top button").click();

// Panels: one at a time, by mouse and by keyboard.
if (panels > 1) {
  const tabs = withScripts.getByRole("tab");
  expect((await withScripts.locator(".panel:visible").count()) === 1, "tabs: several panels");
  await tabs.nth(1).click();
  expect(await withScripts.locator(".panel").nth(1).isVisible(), "tabs: the second panel is hidden");
  await withScripts.keyboard.press("ArrowLeft");
  expect((await tabs.nth(0).getAttribute("aria-selected")) === "true", "tabs: the keyboard does nothing");
}

// The table that is worked with: sorted by numbers, filtered, copied.
if (await withScripts.locator(".tool").count()) {
  const rows = withScripts.locator(".tool tbody tr");
  const column = (index) => rows.evaluateAll((all, index) => all.filter((row) => !row.hidden)
    .map((row) => Number(row.cells[index].dataset.v)), index);
  const heads = await withScripts.locator(".tool thead th").allInnerTexts();
  const risk = heads.findIndex((head) => head.trim() === "Risk");
  const sort = withScripts.locator(".tool thead th").nth(risk).getByRole("button");
  const ordered = (numbers, sign) => numbers.every((number, at) => at === 0 || sign * (number - numbers[at - 1]) >= 0);
  await sort.click();
  expect(ordered(await column(risk), 1), "sort: not ascending");
  await sort.press("Enter");
  expect(ordered(await column(risk), -1), "sort: not descending by keyboard");
  expect(await withScripts.locator(".tool thead button").count() === 0, "print: a header with a button is not repeated");
  const all = await rows.count();
  const one = (await rows.first().locator("td").first().innerText()).split("\n")[0];
  await withScripts.getByRole("searchbox").fill(one);
  const left = await withScripts.locator(".tool tbody tr:visible").count();
  expect(left >= 1 && left < all, `filter: ${left} of ${all} rows for ${one}`);
  await withScripts.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await withScripts.locator(".tools button").click();
  await withScripts.waitForTimeout(200);
  const copied = await withScripts.evaluate(() => navigator.clipboard.readText());
  const lines = copied.trim().split("\r\n");
  expect(lines.length === left + 1, `copy: ${lines.length} lines for ${left} rows`);
  const named = await withScripts.locator(".tool thead th").evaluateAll((heads) => heads.length);
  expect(lines[0].split(",").length >= named && copied.includes(one), `copy: ${lines[0]}`);
  await withScripts.getByRole("searchbox").fill("");
}

// Every link within the page leads somewhere.
const lost = await withScripts.locator("a[href^='#']").evaluateAll((links) =>
  links.map((link) => link.getAttribute("href")).filter((href) => !document.querySelector(href)));
expect(lost.length === 0, `links: nowhere: ${lost}`);

await browser.close();
for (const fault of faults) console.error(fault);
console.log(faults.length ? `${faults.length} faults` : "the page holds in a browser");
process.exit(faults.length ? 1 : 0);
