import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

import type { Pop } from '@/api';
import { contactPath } from '@/features/calls/contact';
import { type KeyBinding, useKeys } from '@/lib/keys';
import { useCan } from '@/lib/session';

import { useAside, useChoose } from './actions';
import { callerOf } from './order';
import type { usePanel } from './usePops';

const DIGITS = 9;

/** Binds the keys of the outlined card; by physical key, so they work on a Persian layout. */
export function usePopKeys(pop: Pop | null, panel: ReturnType<typeof usePanel>, move: (step: 1 | -1) => void): void {
  const { t } = useTranslation('pops');
  const navigate = useNavigate();
  const writes = useCan('customers:write');
  const follows = useCan('tasks:write');
  const { mutate: aside } = useAside(pop?.id ?? '');
  const { mutate: choose } = useChoose(pop?.call_id ?? '');
  const bindings = useMemo<KeyBinding[]>(() => {
    if (!pop) return [];
    const caller = callerOf(pop);
    const known = caller !== 'withheld' && writes;
    const form = (code: string, name: 'note' | 'create' | 'link' | 'follow'): KeyBinding => ({
      code,
      label: t(`keys.${name}`),
      run: () => panel.show(pop.id, name),
    });
    const open: KeyBinding = { code: 'KeyO', label: t('keys.open'), run: () => void navigate(contactPath(pop)) };
    const pick = (index: number, id: string | null): KeyBinding => ({
      code: `Digit${index}`,
      label: t('keys.pick'),
      run: () => choose(id),
      hidden: index > 1,
    });
    return [
      ...(pop.customer || pop.identity_id ? [open] : []),
      form('KeyN', 'note'),
      ...(caller === 'known' && follows ? [form('KeyF', 'follow')] : []),
      ...(known && caller !== 'known' ? [form('KeyC', 'create')] : []),
      ...(known ? [form('KeyL', 'link')] : []),
      ...pop.candidates.slice(0, DIGITS).map((person, index) => pick(index + 1, person.id)),
      ...(caller === 'several' ? [{ ...pick(0, null), hidden: true }] : []),
      { code: 'Escape', label: t('keys.aside'), run: () => aside() },
      { code: 'ArrowDown', alt: true, label: t('keys.next'), run: () => move(1) },
      { code: 'ArrowUp', alt: true, label: t('keys.previous'), run: () => move(-1) },
    ];
  }, [pop, panel, move, t, navigate, writes, follows, aside, choose]);
  useKeys('pop', bindings);
}
