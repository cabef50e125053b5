import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');
const PART = /\b(?:page|part)\(\s*\(\) => import\('([^']+)'\),\s*'\w+'((?:,\s*'\w+')*),?\s*\)/g;
const STATIC = /^(?:import|export)\s+(?!type\b)(?:[^;'"]*?from\s+)?'([^']+)';/gm;
const first = textNames(readFileSync(join(root, 'i18n/en/index.ts'), 'utf8'), /from '\.\/(\w+)\.json'/g);

function textNames(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map((match) => match[1] ?? '');
}

function files(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((item) => {
    const path = join(folder, item.name);
    if (item.isDirectory()) return files(path);
    return /\.tsx?$/.test(item.name) && !/\.test\.ts$|\.d\.ts$/.test(item.name) ? [path] : [];
  });
}

const sources = new Map(files(root).map((path) => [path, readFileSync(path, 'utf8')]));

function resolve(from: string, name: string): string | null {
  const base = name.startsWith('.') ? normalize(join(dirname(from), name)) : name.startsWith('@/') ? join(root, name.slice(2)) : null;
  if (base === null) return null;
  return ['.ts', '.tsx', '/index.ts', '/index.tsx'].map((end) => base + end).find((path) => existsSync(path)) ?? null;
}

/** The file and all that it brings along. */
function withImports(start: string): Set<string> {
  const seen = new Set<string>();
  const waiting = [start];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (seen.has(path)) continue;
    seen.add(path);
    for (const name of textNames(sources.get(path) ?? '', STATIC)) {
      const found = resolve(path, name);
      if (found) waiting.push(found);
    }
  }
  return seen;
}

/** What a file translates from; `problems` come along with any of the later texts, and fall back to the server's words. */
function namespacesOf(path: string): string[] {
  const source = sources.get(path) ?? '';
  const lists = [...textNames(source, /useTranslation\(([^)]*)\)/g), ...textNames(source, /\bns: (\[[^\]]*\]|'\w+')/g)];
  return lists.flatMap((list) => textNames(list, /'(\w+)'/g)).filter((name) => !first.includes(name) && name !== 'problems');
}

function missing(start: string, declared: string[]): string[] {
  const used = [...withImports(start)].flatMap(namespacesOf);
  return [...new Set(used)].filter((name) => !declared.includes(name));
}

const parts = [...sources].flatMap(([path, source]) =>
  [...source.matchAll(PART)].map((match) => ({
    name: `${match[1] ?? ''} in ${path.slice(root.length)}`,
    start: resolve(path, match[1] ?? ''),
    declared: textNames(match[2] ?? '', /'(\w+)'/g),
  })),
);

describe('what is loaded later', () => {
  it('is found here', () => {
    expect(parts.length).toBeGreaterThan(40);
  });

  it.each(parts)('brings the texts it uses: $name', ({ start, declared }) => {
    expect(start).not.toBeNull();
    expect(missing(start ?? '', declared)).toEqual([]);
  });

  it('is loaded by page() or part() everywhere', () => {
    const bare = [...sources].filter(([path, source]) => !path.includes('/i18n/') && source.replaceAll(PART, '').includes("import('"));
    expect(bare.map(([path]) => path)).toEqual([]);
  });

  it('is not needed by the first load', () => {
    expect(missing(join(root, 'main.tsx'), [])).toEqual([]);
  });
});
