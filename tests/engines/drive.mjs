// `node drive.mjs firefox|webkit SITE PICTURES` opens every page of a built site in a browser, from disk and from a strict
// host, light on a desktop and dark, without motion, on a phone; operates all that is there; leaves 1 if anything goes wrong.
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, extname, join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const [engine, site, pictures] = process.argv.slice(2);
const here = dirname(fileURLToPath(import.meta.url));
const require = createRequire(join(here, "../../.venv/engines/"));
const READERS = [{ dark: false, width: 1280, height: 900 }, { dark: true, width: 500, height: 900 }];
const TYPES = {
  ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".json": "application/json",
  ".png": "image/png", ".gif": "image/gif", ".svg": "image/svg+xml", ".woff2": "font/woff2", ".xml": "application/xml",
};

async function htmlFiles(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter(entry => entry.name.endsWith(".html")).map(entry => join(entry.parentPath ?? entry.path, entry.name)).sort();
}

// A copy of the site whose pages load walk.js first.
async function watched(folder) {
  const copy = await mkdtemp(join(tmpdir(), "site-"));
  await cp(folder, copy, { recursive: true });
  await cp(join(here, "walk.js"), join(copy, "walk.js"));
  for (const file of await htmlFiles(copy)) {
    const script = `<script src="${join(relative(dirname(file), copy), "walk.js")}"></script>`;
    await writeFile(file, (await readFile(file, "utf8")).replace(/<head>/, `<head>${script}`));
  }
  return copy;
}

function serve(folder) {
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://a").pathname);
    try {
      const file = join(folder, path.endsWith("/") ? `${path}index.html` : path);
      const body = await readFile(file);
      response.setHeader("Content-Type", TYPES[extname(file)] ?? "application/octet-stream");
      response.setHeader("Content-Security-Policy", "default-src 'self'");
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  return new Promise(done => server.listen(0, "127.0.0.1", () => done(server)));
}

const { open } = await import(`./${engine}.mjs`);
const folder = await watched(site);
const server = await serve(folder);
const pages = (await htmlFiles(folder)).map(file => relative(folder, file)).filter(page => !/embed|downloads|404/.test(page));
const roots = { disk: `${pathToFileURL(folder)}/`, host: `http://127.0.0.1:${server.address().port}/` };
await mkdir(pictures, { recursive: true });
let wrong = 0;
for (const reader of READERS) {
  const { dark, width } = reader;
  const browser = await open(require, reader);
  const scheme = dark ? "dark" : "light";
  console.log(`${browser.version}, ${scheme}, ${width} px`);
  for (const [origin, root] of Object.entries(roots)) {
    for (const page of pages) {
      await browser.go(root + page);
      const seen = await browser.walk();
      if (seen.dark !== dark || seen.still !== dark) seen.problems.push(`dark: ${seen.dark}, no motion: ${seen.still}`);
      if (origin === "host" && !seen.faces) seen.problems.push("no font is loaded");
      const name = page.replace(/\/?index\.html$/, "") || "index";
      await browser.picture(join(pictures, `${engine}-${scheme}-${origin}-${name}.png`));
      console.log(`  ${origin} ${name}: ${seen.count} operated, ${seen.faces} fonts`, ...seen.problems);
      wrong += seen.problems.length;
    }
  }
  await browser.close();
}
server.close();
await rm(folder, { recursive: true });
console.log(wrong ? `${wrong} problems` : "no problems");
process.exit(wrong ? 1 : 0);
