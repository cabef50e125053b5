import type { TemplateFolder } from '@/api';

/** The folders at the top, each followed by those inside it; both in the order given. */
export function treeOf(folders: TemplateFolder[]): TemplateFolder[] {
  return folders.filter(({ parent_id }) => parent_id === null).flatMap((top) => [top, ...folders.filter(({ parent_id }) => parent_id === top.id)]);
}

/** What a folder is called where it stands alone: with the one that it is in. */
export function pathOf(folder: TemplateFolder, folders: TemplateFolder[]): string {
  const parent = folders.find(({ id }) => id === folder.parent_id);
  return parent ? `${parent.name} / ${folder.name}` : folder.name;
}
