import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { ParkedItem } from '@/api';
import { Chip, Icon } from '@/components';
import { useFormat } from '@/lib/format';
import { useProblemText } from '@/lib/http';
import { useCan } from '@/lib/session';

import page from '../page.module.css';
import { iconOf, useCause, useKindName } from './kinds';
import styles from './Parked.module.css';
import { useRetry } from './useParked';

interface Props {
  item: ParkedItem;
  onOpen: () => void;
  onDiscard: () => void;
}

/** One thing that could not be processed: what, why, since when; and the two ways on. */
export function ParkedRow({ item, onOpen, onDiscard }: Props) {
  const { t } = useTranslation('parked');
  const { dateTime, number } = useFormat();
  const problem = useProblemText();
  const name = useKindName()(item.kind);
  const causeOf = useCause();
  const manages = useCan('parked:manage');
  const retry = useRetry();
  const facts = [dateTime(item.parked_at), item.account && `\u2068${item.account}\u2069`, t('attempts', { count: item.attempts, shown: number(item.attempts) })];
  return (
    <article className={[page.row, styles.row].join(' ')}>
      <span className={styles.mark}>
        <Icon name={iconOf(item.kind)} />
      </span>
      <div className={page.names}>
        <span className={styles.head}>
          <button type="button" className={styles.name} onClick={onOpen}>
            {name}
          </button>
          <Chip tone={item.reason === 'expired' ? 'neutral' : 'warn'}>{t(`reason.${item.reason}`)}</Chip>
          {item.retrying && <Chip tone="accent">{t('retrying')}</Chip>}
        </span>
        <span className={styles.detail}>{causeOf(item)}</span>
        <span className={page.aside}>{facts.filter(Boolean).join(' · ')}</span>
        {retry.error && (
          <span className={styles.problem} role="alert">
            {problem(retry.error)}
          </span>
        )}
      </div>
      {manages && (
        <div className={page.actions}>
          {item.retryable && (
            <Button variant="default" size="xs" loading={retry.isPending || item.retrying} aria-label={t('retryOne', { name })} onClick={() => retry.mutate(item.id)}>
              {t('retry')}
            </Button>
          )}
          <Button variant="subtle" size="xs" disabled={item.retrying} aria-label={t('discardOne', { name })} onClick={onDiscard}>
            {t('discard')}
          </Button>
        </div>
      )}
    </article>
  );
}
