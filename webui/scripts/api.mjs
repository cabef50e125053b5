// Writes src/api/schema.ts from the hub's OpenAPI document; with --check, fails when the committed file differs.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import openapiTS, { astToString } from 'openapi-typescript';

const target = new URL('../src/api/schema.ts', import.meta.url);
const command = process.env.PEYVAND ?? fileURLToPath(new URL('../../.venv/bin/peyvand', import.meta.url));
const document = JSON.parse(execFileSync(command, ['openapi'], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 }));
const source = `/* Written by \`npm run api\` from the hub's OpenAPI document. */\n\n${astToString(await openapiTS(document))}`;

if (!process.argv.includes('--check')) {
  writeFileSync(target, source);
} else if (readFileSync(target, 'utf8') !== source) {
  console.error('src/api/schema.ts is behind the hub: run `npm run api` and commit the result.');
  process.exit(1);
}
