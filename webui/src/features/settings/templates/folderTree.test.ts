import { expect, test } from 'vitest';

import type { TemplateFolder } from '@/api';

import { pathOf, treeOf } from './folderTree';

const folder = (id: string, parent_id: string | null = null): TemplateFolder => ({ id, parent_id, name: id.toUpperCase(), templates: 0, version: 1 });

test('each folder at the top is followed by those inside it', () => {
  const folders = [folder('a', 'z'), folder('b'), folder('c', 'b'), folder('z')];
  expect(treeOf(folders).map(({ id }) => id)).toEqual(['b', 'c', 'z', 'a']);
  expect(folders.map((one) => pathOf(one, folders))).toEqual(['Z / A', 'B', 'B / C', 'Z']);
});
