import { Button } from '@mantine/core';
import { lazy, Suspense, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Icon, type IconName, Kbd } from '@/components';
import { SelectionBar } from '@/components/SelectionBar';
import { useFormat } from '@/lib/format';
import { type KeyBinding, useKeys } from '@/lib/keys';
import { part } from '@/lib/parts';

import { MOST, type useChosen } from './useChosen';
import type { useMany } from './useMany';

const ManyDialog = lazy(part(() => import('./ManyDialog'), 'ManyDialog', 'profile', 'tasks'));

interface Props {
  chosen: ReturnType<typeof useChosen>;
  many: ReturnType<typeof useMany>;
  /** How many are loaded. */
  loaded: number;
  closed: boolean;
}

type Action = 'done' | 'reopen' | 'assign' | 'move';

const ACTIONS: { action: Action; icon: IconName; code: string; cap: string }[] = [
  { action: 'done', icon: 'circle-check', code: 'KeyX', cap: 'X' },
  { action: 'assign', icon: 'user', code: 'KeyA', cap: 'A' },
  { action: 'move', icon: 'calendar', code: 'KeyD', cap: 'D' },
];
const CLOSED: typeof ACTIONS = [{ action: 'reopen', icon: 'refresh', code: 'KeyX', cap: 'X' }];

/** What can be done with the chosen tasks, by buttons and by keys. */
export function ManyBar({ chosen, many, loaded, closed }: Props) {
  const { t } = useTranslation('tasks');
  const { number } = useFormat();
  const [asking, setAsking] = useState<'assign' | 'move' | null>(null);
  const count = chosen.chosen.length;
  const actions = closed ? CLOSED : ACTIONS;
  const start = (action: Action) => {
    if (count === 0 || many.change.isPending) return;
    if (action === 'assign' || action === 'move') setAsking(action);
    else many.carry(chosen.chosen, { action }, chosen.stop);
  };
  const done = () => {
    setAsking(null);
    chosen.stop();
  };
  useBarKeys(actions, start, chosen.stop);
  const most = Math.min(loaded, MOST);
  return (
    <SelectionBar
      label={t('many.label')}
      text={count === 0 ? t('many.nothing') : t('many.chosen', { count, number: number(count) })}
      more={
        count < most && (
          <Button variant="subtle" size="xs" onClick={chosen.all}>
            {t('many.all', { count: most, number: number(most) })}
          </Button>
        )
      }
      stop={t('many.stop')}
      onStop={chosen.stop}
    >
      {actions.map(({ action, icon, cap }) => (
        <Button key={action} variant="default" size="xs" disabled={count === 0} loading={many.change.isPending && many.change.variables.order.action === action} leftSection={<Icon name={icon} size={14} />} rightSection={<Kbd>{cap}</Kbd>} onClick={() => start(action)}>
          {t(`many.${action}`)}
        </Button>
      ))}
      <Suspense>
        {asking && <ManyDialog action={asking} tasks={chosen.chosen} many={many} onClose={() => setAsking(null)} onDone={done} />}
      </Suspense>
    </SelectionBar>
  );
}

function useBarKeys(actions: typeof ACTIONS, start: (action: Action) => void, stop: () => void): void {
  const { t } = useTranslation('tasks');
  const bindings: KeyBinding[] = useMemo(
    () => [...actions.map(({ action, code }) => ({ code, label: t(`many.${action}`), run: () => start(action) })), { code: 'Escape', label: t('many.stop'), run: stop }],
    [actions, start, stop, t],
  );
  useKeys('page', bindings);
}
