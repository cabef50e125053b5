import { Button, CloseButton } from '@mantine/core';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';

import { Callout, Icon } from '@/components';
import { useFormat } from '@/lib/format';
import { useProblemText } from '@/lib/http';

import styles from '../Tasks.module.css';
import type { Outcome, useMany } from './useMany';

const SHOWN_MS = 10_000;

/** At the foot of the list: what was just done with many, to be taken back; or why it was not. */
export function ManyStrip({ many }: { many: ReturnType<typeof useMany> }) {
  const { t } = useTranslation(['tasks', 'common']);
  const { number } = useFormat();
  const problem = useProblemText();
  const textOf = useOutcomeText();
  const { change, undo, forget } = many;
  const { data } = change;
  useEffect(() => {
    if (!data) return;
    const timer = window.setTimeout(forget, SHOWN_MS);
    return () => window.clearTimeout(timer);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- ten seconds from when it was done, whatever is drawn meanwhile
  }, [data]);
  const failure = change.error ?? undo.error;
  const stay = undo.data?.left.length ?? 0;
  if (failure || stay > 0) {
    return (
      <Callout tone={failure ? 'bad' : 'info'}>
        {failure ? problem(failure) : t('tasks:many.stay', { count: stay, number: number(stay) })}{' '}
        <Button size="compact-xs" variant="subtle" onClick={forget}>
          {t('common:action.close')}
        </Button>
      </Callout>
    );
  }
  if (!data) return null;
  return (
    <div className={styles.strip}>
      <Icon name="circle-check" />
      <span>{textOf(data)}</span>
      {data.before.length > 0 && (
        <Button size="compact-sm" variant="subtle" loading={undo.isPending} onClick={() => undo.mutate(data)}>
          {t('tasks:strip.undo')}
        </Button>
      )}
      <CloseButton size="sm" aria-label={t('common:action.close')} onClick={forget} />
    </div>
  );
}

/** "Three tasks are Sara's now; one was left as it is." */
function useOutcomeText(): (outcome: Outcome) => string {
  const { t } = useTranslation('tasks');
  const { number, day } = useFormat();
  return ({ order, changed, left }) => {
    const counted = { count: changed.length, number: number(changed.length) };
    const first = changed[0];
    const name = order.action === 'assign' ? (first?.assignee?.name ?? first?.team?.name ?? '') : '';
    const when = order.action === 'move' ? day(`${order.due_on}T12:00:00Z`) : '';
    const told = changed.length === 0 ? t('many.same') : t(`many.outcome.${order.action}`, { ...counted, name, day: when });
    return left > 0 ? `${told} ${t('many.left', { count: left, number: number(left) })}` : told;
  };
}
