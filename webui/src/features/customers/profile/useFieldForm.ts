import { useState } from 'react';

import type { Customer } from '@/api';
import { ApiProblem, useFieldError } from '@/lib/http';

import { changedIn, type Draft, draftOf, PREFIX, type ProfileField, valueOf } from './fields';
import { useSave } from './useSave';

/** A draft of some fields of a customer: what was seen when it began, what is typed, and its way to the hub. */
export function useFieldForm(customer: Customer, fields: readonly ProfileField[], onDone: () => void) {
  const [base] = useState(() => draftOf(customer, fields));
  const [version] = useState(customer.version);
  const [draft, setDraft] = useState(base);
  const saving = useSave(customer.id, fields, onDone);
  const fieldError = useFieldError();
  const changes = changedIn(base, draft);
  const set = (name: string, value: string) => setDraft((known) => ({ ...known, [name]: value }));
  const save = (over: Draft = {}) => {
    const wanted = changedIn(base, { ...draft, ...over });
    if (Object.keys(wanted).length === 0) onDone();
    else saving.save({ base, changes: wanted, version });
  };
  /** After both sides were looked at: one's own go over the newer ones, what was left to the colleague is not sent. */
  const settle = (theirs: Draft) => {
    if (!saving.met) return;
    const { current } = saving.met;
    const mine = Object.fromEntries(Object.entries(changes).filter(([name]) => !(name in theirs)));
    if (Object.keys(mine).length === 0) onDone();
    else saving.save({ base: draftOf(current, fields), changes: mine, version: current.version });
  };
  const errorOf = (name: string) => fieldError(saving.error, name.startsWith(PREFIX) ? `fields.${name.slice(PREFIX.length)}` : name);
  const other = saving.error instanceof ApiProblem && fields.some(({ name }) => errorOf(name)) ? null : saving.error;
  /** What a colleague has put meanwhile into a field that is being typed in here. */
  const newer = (name: string) => (valueOf(customer, name) === base[name] ? null : valueOf(customer, name));
  return { draft, set, changes, save, settle, errorOf, failure: other, newer, busy: saving.busy, met: saving.met, forget: saving.forget };
}
