import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { Suppression } from '@/api';
import { Chip, Icon } from '@/components';
import { useFormat } from '@/lib/format';
import { useCan } from '@/lib/session';

import page from '../page.module.css';
import styles from './Suppressions.module.css';

const TONES: Record<Suppression['reason'], string> = { manual: 'neutral', legal: 'bad', complaint: 'warn', hard_bounce: 'warn' };

/** What is suppressed, why, since when and by whom; and the way out. */
export function SuppressionRow({ one, onLift }: { one: Suppression; onLift: () => void }) {
  const { t } = useTranslation('consent');
  const { day, digits } = useFormat();
  const manages = useCan('suppression:manage');
  const only = [one.channel && t(`channel.${one.channel}`), one.purpose && t(`purpose.${one.purpose}`)].filter(Boolean).join(t('comma'));
  return (
    <article className={[page.row, styles.row].join(' ')} data-off={!one.standing}>
      <span className={styles.mark}>
        <Icon name={one.kind === 'email' ? 'mail' : 'phone'} />
      </span>
      <div className={page.names}>
        <span className={styles.head}>
          <b>
            <bdi dir="ltr">{digits(one.match === 'prefix' ? `${one.display}…` : one.match === 'domain' ? `@${one.display}` : one.display)}</bdi>
          </b>
          {one.match !== 'value' && <Chip tone="accent">{t(`match.${one.match}`)}</Chip>}
          <Chip tone={TONES[one.reason]}>{t(`reason.${one.reason}`)}</Chip>
          {only && <Chip tone="line">{t('only', { what: only })}</Chip>}
        </span>
        {one.note && (
          <span className={[styles.note, 'pv-cut'].join(' ')} dir="auto" title={one.note}>
            {one.note}
          </span>
        )}
        <span className={page.aside}>
          {one.created_by ? t('sinceBy', { day: day(one.since), name: `\u2068${one.created_by.name}\u2069` }) : t('since', { day: day(one.since) })}
          {one.until && one.standing && ` · ${t('until', { day: day(one.until) })}`}
          {one.lifted_at && ` · ${one.lifted_by ? t('liftedBy', { day: day(one.lifted_at), name: `\u2068${one.lifted_by.name}\u2069` }) : t('lifted', { day: day(one.lifted_at) })}`}
          {one.lifted_why && (
            <>
              {': '}
              <bdi>{one.lifted_why}</bdi>
            </>
          )}
        </span>
      </div>
      {manages && one.standing && (
        <Button variant="default" size="xs" aria-label={t('liftOne', { value: `\u2066${one.display}\u2069` })} onClick={onLift}>
          {t('lift')}
        </Button>
      )}
    </article>
  );
}
