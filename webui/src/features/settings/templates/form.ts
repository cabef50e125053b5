import type { Template, TemplateChannel, TemplateField } from '@/api';

import { type Body, LANGUAGES, type Part, type Right, type TemplateLanguage } from './types';

/** A template as it stands on the page. */
export interface TemplateForm {
  channel: TemplateChannel;
  name: string;
  folder_id: string | null;
  shortcut: string;
  language: TemplateLanguage;
  bodies: Partial<Record<TemplateLanguage, Body>>;
  use: Right;
  edit: Right;
}

export const EMPTY: Body = { subject: '', text: '', html: '' };
const EVERYBODY: Right = { by: 'everybody', team_id: null, role: null };

/** The form of a stored template, or of a new one in the reader's language. */
export function formOf(template: Template | null, language: TemplateLanguage, channel: TemplateChannel, folder: string | null): TemplateForm {
  if (!template) return { channel, name: '', folder_id: folder, shortcut: '', language, bodies: { [language]: EMPTY }, use: EVERYBODY, edit: EVERYBODY };
  const { name, folder_id, bodies, use, edit } = template;
  return { channel: template.channel, name, folder_id, shortcut: template.shortcut ?? '', language: template.language, bodies, use, edit };
}

/** The words as the hub takes them: what a channel does not have is left out. */
export function bodiesOf({ bodies, channel }: TemplateForm): TemplateForm['bodies'] {
  const kept = LANGUAGES.filter((language) => bodies[language]);
  return Object.fromEntries(
    kept.map((language) => {
      const body = bodies[language] ?? EMPTY;
      return [language, channel === 'email' ? body : { ...EMPTY, text: body.text }];
    }),
  );
}

/** What is sent: all of a new template, and of a stored one everything but its channel. */
export function saved(form: TemplateForm, stored: boolean): Record<string, unknown> {
  const { channel, ...rest } = form;
  const body = { ...rest, name: form.name.trim(), shortcut: form.shortcut.trim() || null, bodies: bodiesOf(form) };
  return stored ? body : { ...body, channel };
}

/** Whether two forms say the same. */
export function same(one: TemplateForm, other: TemplateForm): boolean {
  return JSON.stringify([saved(one, false)]) === JSON.stringify([saved(other, false)]);
}

/** A field as it is written in a template, with what stands there where there is no value. */
export function written(field: TemplateField, fallback: string): string {
  const plain = fallback.trim().replaceAll('\\', '').replaceAll('"', '”').replaceAll('{', '(').replaceAll('}', ')').replaceAll('\n', ' ');
  return plain ? `{{ ${field.name} | default("${plain}") }}` : `{{ ${field.name} }}`;
}

/** Puts a text in place of what is selected; with where the caret then stands. */
export function insert(text: string, what: string, from: number, to: number): { text: string; caret: number } {
  return { text: text.slice(0, from) + what + text.slice(to), caret: from + what.length };
}

/** The parts that a channel has. */
export function partsOf(channel: TemplateChannel): Part[] {
  return channel === 'email' ? ['subject', 'text', 'html'] : ['text'];
}
