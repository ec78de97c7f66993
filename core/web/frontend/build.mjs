// Bundles src/ into kontor_web/ui/dist/: hashed names, .br and .gz beside each file, manifest.json
// (name -> file), icons.json (name -> inner SVG) and THIRD_PARTY.txt. Run: npm ci && node build.mjs
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import zlib from "node:zlib";
import { build } from "esbuild";

const here = path.dirname(fileURLToPath(import.meta.url));
const dist = path.resolve(here, "../src/kontor_web/ui/dist");
const modules = path.join(here, "node_modules");

async function bundle() {
  const { metafile } = await build({
    absWorkingDir: here,
    entryPoints: ["src/kontor.js", "src/kontor.css"],
    bundle: true,
    minify: true,
    splitting: true,
    format: "esm",
    outdir: dist,
    target: ["chrome123", "firefox128", "safari17.5"], // light-dark() sets the floor
    entryNames: "[name]-[hash]",
    chunkNames: "[name]-[hash]",
    assetNames: "[name]-[hash]",
    loader: { ".woff2": "file" },
    legalComments: "linked",
    metafile: true,
  });
  return metafile.outputs;
}

function compress(file) {
  const raw = fs.readFileSync(file);
  fs.writeFileSync(`${file}.br`, zlib.brotliCompressSync(raw));
  fs.writeFileSync(`${file}.gz`, zlib.gzipSync(raw, { level: 9 }));
}

// Chunks are named by themselves: entries and fonts have a name that outlives a build.
function manifest(outputs) {
  const names = {};
  for (const [out, { entryPoint, inputs }] of Object.entries(outputs)) {
    const file = path.basename(out);
    const [source] = file.endsWith(".woff2") ? Object.keys(inputs) : [entryPoint];
    const stable = !file.startsWith("chunk-") && /^src\/|\.woff2$/.test(source ?? "");
    names[stable ? path.basename(source) : file] = file;
    if (/\.(js|css)$/.test(file)) compress(path.join(dist, file));
  }
  return Object.fromEntries(Object.entries(names).sort());
}

function icons() {
  const folder = path.join(modules, "lucide-static/icons");
  const inner = (svg) => /<svg[^>]*>(.*)<\/svg>/s.exec(svg)[1].replace(/\s+/g, " ").trim();
  const files = fs.readdirSync(folder).filter((name) => name.endsWith(".svg")).sort();
  const read = (name) => fs.readFileSync(path.join(folder, name), "utf8");
  return Object.fromEntries(files.map((name) => [name.slice(0, -4), inner(read(name))]));
}

// htmx names its licence in a spelling of its own
const LICENCES = { "BSD-0-Clause": "0BSD" };

function thirdParty() {
  const lock = JSON.parse(fs.readFileSync(path.join(here, "package-lock.json"), "utf8"));
  const shipped = Object.entries(lock.packages).filter(([key, info]) => key && !info.dev);
  const entry = ([key, { version, license }]) => {
    const folder = path.join(here, key);
    const file = fs.readdirSync(folder).find((name) => /^(licen[cs]e|copying)/i.test(name));
    const text = file ? fs.readFileSync(path.join(folder, file), "utf8").trim() : "";
    const name = key.replace("node_modules/", "");
    return `${name} ${version} (${LICENCES[license] ?? license})\n\n${text}\n`;
  };
  return shipped.map(entry).join(`\n${"-".repeat(80)}\n\n`);
}

fs.rmSync(dist, { recursive: true, force: true });
fs.mkdirSync(dist, { recursive: true });
const names = manifest(await bundle());
fs.writeFileSync(path.join(dist, "icons.json"), JSON.stringify(icons()));
fs.writeFileSync(path.join(dist, "THIRD_PARTY.txt"), thirdParty());
// last: a manifest says that everything it names is there
fs.writeFileSync(path.join(dist, "manifest.json"), JSON.stringify(names, null, 1));
for (const file of Object.values(names).filter((name) => /\.(js|css)$/.test(name))) {
  const size = (suffix) => fs.statSync(path.join(dist, file + suffix)).size;
  console.log(file.padEnd(40), size(""), "gz", size(".gz"), "br", size(".br"));
}
