import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { ParkedItem } from '@/api';
import { Callout, EmptyState, ErrorState, PageHeader, SkeletonRows } from '@/components';
import { EndOfList } from '@/components/EndOfList';
import { useFormat } from '@/lib/format';
import { useProblemText } from '@/lib/http';
import { useCan } from '@/lib/session';

import page from '../page.module.css';
import { DiscardDialog } from './DiscardDialog';
import { useKindName } from './kinds';
import styles from './Parked.module.css';
import { ParkedDrawer } from './ParkedDrawer';
import { ParkedRow } from './ParkedRow';
import { type Chosen, useParked, useParkedSummary, useRetry } from './useParked';

function KindFilter({ chosen, onChoose }: { chosen: Chosen | null; onChoose: (next: Chosen | null) => void }) {
  const { t } = useTranslation('parked');
  const { number } = useFormat();
  const nameOf = useKindName();
  const kinds = useParkedSummary().data;
  if (!kinds || kinds.kinds.length < 2) return null;
  return (
    <div className={styles.kinds} role="group" aria-label={t('filter')}>
      <button type="button" aria-pressed={chosen === null} onClick={() => onChoose(null)}>
        {t('all')} <i>{number(kinds.total)}</i>
      </button>
      {kinds.kinds.map(({ source, kind, count }) => (
        <button key={source + kind} type="button" aria-pressed={chosen?.kind === kind && chosen.source === source} onClick={() => onChoose({ source, kind })}>
          {nameOf(kind)} <i>{number(count)}</i>
        </button>
      ))}
    </div>
  );
}

/** What is done to all that is shown. */
function Many({ chosen, onDiscard }: { chosen: Chosen | null; onDiscard: (title: string) => void }) {
  const { t } = useTranslation('parked');
  const { number } = useFormat();
  const nameOf = useKindName();
  const retry = useRetry();
  const problem = useProblemText();
  const kinds = useParkedSummary().data?.kinds.filter((one) => chosen === null || (one.kind === chosen.kind && one.source === chosen.source)) ?? [];
  const retryable = kinds.reduce((sum, one) => sum + one.retryable, 0);
  const count = kinds.reduce((sum, one) => sum + one.count, 0);
  return (
    <>
      {retry.error && <Callout tone="bad" alert title={problem(retry.error)} />}
      {chosen && count > 1 && (
        <Button variant="subtle" onClick={() => onDiscard(t('discardMany', { count, shown: number(count), name: nameOf(chosen.kind) }))}>
          {t('discardAll')}
        </Button>
      )}
      {retryable > 1 && (
        <Button variant="default" loading={retry.isPending} onClick={() => retry.mutate(chosen)}>
          {t('retryAll', { count: retryable, shown: number(retryable) })}
        </Button>
      )}
    </>
  );
}

/** Everything that could not be processed, whatever the channel: what, why, and the two ways on. */
export function ParkedPage() {
  const { t } = useTranslation(['parked', 'settings']);
  const problem = useProblemText();
  const manages = useCan('parked:manage');
  const nameOf = useKindName();
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [open, setOpen] = useState<ParkedItem | null>(null);
  const [discarding, setDiscarding] = useState<{ what: string | Chosen; title: string } | null>(null);
  const { query, items } = useParked(chosen);
  return (
    <div className={page.page}>
      <PageHeader title={t('settings:section.parked')}>
        {manages && items.length > 0 && <Many chosen={chosen} onDiscard={(title) => chosen && setDiscarding({ what: chosen, title })} />}
      </PageHeader>
      <div className={page.body} tabIndex={0} role="region" aria-label={t('settings:section.parked')}>
        <KindFilter chosen={chosen} onChoose={setChosen} />
        {query.isPending && <SkeletonRows rows={5} tile />}
        {query.isError && items.length === 0 && <ErrorState error={query.error} retry={() => void query.refetch()} />}
        {query.isSuccess && items.length === 0 && <EmptyState icon="circle-check" title={t('parked:empty.title')} text={t('parked:empty.text')} />}
        {items.length > 0 && (
          <div className={page.list}>
            {items.map((item) => (
              <ParkedRow
                key={item.id}
                item={item}
                onOpen={() => setOpen(item)}
                onDiscard={() => setDiscarding({ what: item.id, title: t('parked:discardOne', { name: nameOf(item.kind) }) })}
              />
            ))}
          </div>
        )}
        {items.length > 0 && <EndOfList query={query} more={t('parked:more')} problem={problem} />}
      </div>
      {open && <ParkedDrawer item={items.find(({ id }) => id === open.id) ?? open} onClose={() => setOpen(null)} />}
      {discarding && <DiscardDialog {...discarding} text={t('parked:discardText')} onClose={() => setDiscarding(null)} />}
    </div>
  );
}
