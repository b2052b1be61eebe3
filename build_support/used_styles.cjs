// Writes the part of a style sheet the pages use: used_styles.cjs NODE_MODULES SHEET TARGET FILE…
// Each FILE is looked through for words; a rule none of whose classes is among them is left out.
const fs = require("node:fs");
const path = require("node:path");

const [modules, sheet, target, ...files] = process.argv.slice(2);
const { PurgeCSS } = require(path.join(modules, "purgecss"));

// What htmx and a browser add by themselves; no file of ours names it.
const safelist = { greedy: [/^htmx-/], standard: [":focus-visible"] };

new PurgeCSS().purge({ content: files, css: [sheet], safelist }).then(([used]) => {
  fs.writeFileSync(target, used.css);
});
