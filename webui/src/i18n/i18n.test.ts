import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import englishFirst from './en';
import persianFirst from './fa';

interface Tree { [key: string]: string | Tree }

function textsOf(language: string): Record<string, Tree> {
  const folder = join(import.meta.dirname, language);
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
  return Object.fromEntries(files.map((name) => [name.replace('.json', ''), JSON.parse(readFileSync(join(folder, name), 'utf8')) as Tree]));
}

const en = textsOf('en');
const fa = textsOf('fa');
type Texts = Record<string, string>;

const PLURAL = /_(zero|one|two|few|many|other)$/;
const namespaces = Object.keys(en);

function flat(tree: Tree, prefix = ''): Texts {
  return Object.entries(tree).reduce<Texts>(
    (all, [key, value]) => (typeof value === 'string' ? { ...all, [prefix + key]: value } : { ...all, ...flat(value, `${prefix}${key}.`) }),
    {},
  );
}

function marksOf(text: string): string[] {
  return (text.match(/\{\{[^}]+\}\}|<\/?\w+>/g) ?? []).sort();
}

function sources(folder: string): string {
  return readdirSync(folder, { withFileTypes: true })
    .map((item) => {
      const path = join(folder, item.name);
      if (item.isDirectory()) return sources(path);
      return /\.tsx?$/.test(item.name) && !/\.test\.ts$|schema\.ts$/.test(item.name) ? readFileSync(path, 'utf8') : '';
    })
    .join('\n');
}

/** Literal keys, and the beginnings of those put together: `t(`state.${x}`)` uses all of `state.`. */
function usedKeys(): { whole: Set<string>; beginnings: string[] } {
  const source = sources(join(import.meta.dirname, '..'));
  const bare = (key: string) => key.replace(/^\w+:/, '');
  const whole = [...source.matchAll(/['"`]([\w.:-]+)['"`]/g)].map((match) => bare(match[1] ?? ''));
  const beginnings = [...source.matchAll(/`([\w.:-]+\.)\$\{/g)].map((match) => bare(match[1] ?? ''));
  return { whole: new Set(whole), beginnings };
}

describe.each(namespaces)('texts of %s', (namespace) => {
  const english = flat(en[namespace] ?? {});
  const persian = flat(fa[namespace] ?? {});

  it('have the same keys in both languages', () => {
    expect(Object.keys(persian).sort()).toEqual(Object.keys(english).sort());
  });

  it('have the same placeholders in both languages', () => {
    const differing = Object.keys(english).filter((key) => marksOf(english[key] ?? '').join() !== marksOf(persian[key] ?? '').join());
    expect(differing).toEqual([]);
  });

  it('are all used', () => {
    const { whole, beginnings } = usedKeys();
    const unused = Object.keys(english)
      .map((key) => key.replace(PLURAL, ''))
      .filter((key) => !whole.has(key) && !beginnings.some((beginning) => key.startsWith(beginning)));
    expect(unused).toEqual([]);
  });

  it('write Persian with Persian letters', () => {
    expect(Object.entries(persian).filter(([, text]) => /[يكىة٠-٩]/.test(text))).toEqual([]);
  });
});

describe('the namespaces', () => {
  it('are the same in both languages', () => {
    expect(Object.keys(fa)).toEqual(Object.keys(en));
    expect(Object.keys(persianFirst)).toEqual(Object.keys(englishFirst));
  });

  it('come with the first load, or are listed to come later', () => {
    const listed = [...readFileSync(join(import.meta.dirname, 'later.ts'), 'utf8').matchAll(/^ {2}(\w+): typeof import/gm)].map((match) => match[1] ?? '');
    expect([...Object.keys(englishFirst), ...listed].sort()).toEqual(namespaces);
  });
});
