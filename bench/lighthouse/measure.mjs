// Prints the scores of pages as JSON: node measure.mjs CHROMIUM COOKIE URL…
import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";

const [chromePath, cookie, ...addresses] = process.argv.slice(2);
const chrome = await launch({ chromePath, chromeFlags: ["--headless=new", "--no-sandbox", "--disable-gpu"] });
const scores = {};
try {
  for (const address of addresses) {
    const { lhr } = await lighthouse(address, {
      port: chrome.port,
      logLevel: "error",
      onlyCategories: ["performance", "accessibility"],
      extraHeaders: cookie ? { Cookie: cookie } : {},
      disableStorageReset: false,
    });
    scores[address] = Object.fromEntries(
      Object.entries(lhr.categories).map(([name, { score }]) => [name, Math.round((score ?? 0) * 100)]),
    );
    scores[address].failed = Object.values(lhr.audits).filter((a) => a.score !== null && a.score < 0.9 && a.scoreDisplayMode !== "informative").map((a) => a.id);
  }
} finally {
  await chrome.kill();
}
console.log(JSON.stringify(scores));
