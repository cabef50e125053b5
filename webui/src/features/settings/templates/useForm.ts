import { useState } from 'react';

import type { Template, TemplateChannel } from '@/api';
import { useSession } from '@/lib/session';

import { formOf, same, type TemplateForm } from './form';

export interface EditorProps {
  template: Template | null;
  channel?: TemplateChannel;
  folder?: string | null;
  onAdded?: (template: Template) => void;
}

/** The form, and the stored template that it began with: it moves on with what others save while nothing is typed. */
export function useForm({ template, channel, folder }: EditorProps) {
  const language = useSession()?.user.language ?? 'fa';
  const fresh = (from: Template | null) => formOf(from, language, channel ?? 'sms', folder ?? null);
  const [base, setBase] = useState(template);
  const [form, setForm] = useState(() => fresh(template));
  const dirty = !same(form, fresh(base));
  const begin = (from: Template | null) => {
    setBase(from);
    setForm(fresh(from));
  };
  const newer = template !== null && base !== null && template.version > base.version;
  const sameWords = newer && same(fresh(template), fresh(base));
  if (newer && (!dirty || sameWords)) {
    setBase(template);
    if (!dirty) setForm(fresh(template));
  }
  const change = (part: Partial<TemplateForm>) => setForm((before) => ({ ...before, ...part }));
  return { base, form, dirty, begin, change, overtaken: newer && dirty && !sameWords };
}

