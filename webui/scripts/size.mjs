// Weighs the scripts of an agent's first page: entry, shell, desk, one language, and all that they import statically.
import { readFileSync, readdirSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const LIMIT = 250_000;
const dist = new URL('../dist/', import.meta.url);
const html = readFileSync(new URL('index.html', dist), 'utf8');
const assets = new URL('assets/', dist);

const waiting = [...html.matchAll(/(?:src|href)="\/assets\/([^"]+\.js)"/g)].map((match) => match[1]);
waiting.push(...readdirSync(assets).filter((name) => /^(fa|Shell|DeskPage)-.*\.js$/.test(name)));
const seen = new Set();
let total = 0;
while (waiting.length > 0) {
  const name = waiting.pop();
  if (seen.has(name)) continue;
  seen.add(name);
  const source = readFileSync(new URL(name, assets));
  total += gzipSync(source).length;
  for (const match of source.toString().matchAll(/(?:from|import)\s*["']\.\/([^"']+\.js)["']/g)) waiting.push(match[1]);
}
if (process.argv.includes("--list")) for (const name of seen) console.log(gzipSync(readFileSync(new URL(name, assets))).length, name);
console.log(`first load: ${(total / 1000).toFixed(1)} kB gzip of script in ${seen.size} files (limit ${LIMIT / 1000})`);
process.exit(total > LIMIT ? 1 : 0);
