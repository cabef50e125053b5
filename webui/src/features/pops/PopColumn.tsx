import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';

import { Kbd } from '@/components';
import { useNameOf } from '@/features/calls/who';
import { useConnection } from '@/lib/socket';

import { drawn } from './order';
import { PopCard } from './PopCard';
import styles from './PopColumn.module.css';
import { usePopKeys } from './usePopKeys';
import { usePanel, usePops } from './usePops';

/** The cards of calls that ring for this agent; the page's sheet narrows beside them. Nothing while nothing rings. */
export function PopColumn() {
  const { t } = useTranslation('pops');
  const { cards, keyed, choose, move } = usePops();
  const panel = usePanel();
  const lost = useConnection() === 'lost';
  const nameOf = useNameOf();
  const ringing = cards.filter(({ state }) => state === 'ringing');
  const shown = drawn(cards, keyed?.id ?? null);
  const newest = ringing.at(-1);
  usePopKeys(keyed, panel, move);
  return (
    <Fragment>
      <p role="status" className="pv-sr">
        {newest && t(newest.queue ? 'announceQueue' : 'announce', { who: nameOf(newest), queue: newest.queue })}
      </p>
      {shown.length > 0 && (
        <aside className={styles.column} aria-label={t('column')}>
          {shown.map((pop) => (
            <PopCard key={pop.id} pop={pop} keyed={pop.id === keyed?.id} lost={lost} panel={panel} onOutline={() => choose(pop.id)} />
          ))}
          {cards.length > shown.length && <p className={styles.more}>{t('more', { count: cards.length - shown.length })}</p>}
          {ringing.length > 1 && (
            <p className={styles.hint}>
              <Kbd>Alt ↓</Kbd> {t('nextCard')} · {t('keysHint')}
            </p>
          )}
        </aside>
      )}
    </Fragment>
  );
}
