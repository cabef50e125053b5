import { useTranslation } from 'react-i18next';

import type { Leg } from '@/api';
import { Icon, PhoneNumber } from '@/components';
import { useFormat } from '@/lib/format';

import styles from './CallDrawer.module.css';

const seconds = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / 1000;

/** The phones and lines that took part, in the order they came. */
export function Legs({ legs }: { legs: Leg[] }) {
  const { t } = useTranslation('calls');
  return (
    <section>
      <h3>{t('detail.legs')}</h3>
      <ol className={styles.legs}>
        {legs.map((leg) => (
          <li key={leg.id}>
            <Icon name={leg.party === 'station' ? 'desk-phone' : 'phone'} />
            <LegName leg={leg} />
            <LegState leg={leg} />
          </li>
        ))}
      </ol>
    </section>
  );
}

/** Whose phone it was and which; else the number outside; at worst what the exchange calls it. */
function LegName({ leg }: { leg: Leg }) {
  const { t } = useTranslation('calls');
  const { agent, extension, number_display: number } = leg;
  if (agent || extension) {
    return (
      <span className={styles.legName}>
        <bdi>{agent?.name ?? extension?.label ?? t('detail.extension')}</bdi>
        {extension && <PhoneNumber number={extension.number} className={styles.legAside} />}
      </span>
    );
  }
  if (number !== null) return <PhoneNumber number={number} className={styles.legName} />;
  return <span className={styles.legName}>{leg.party === 'station' ? <code dir="ltr">{leg.endpoint}</code> : t('who.withheld')}</span>;
}

function LegState({ leg }: { leg: Leg }) {
  const { t } = useTranslation('calls');
  const { clock } = useFormat();
  const span = (from: string, to: string) => `\u2066${clock(seconds(from, to))}\u2069`;
  const { ring_at: ring, answered_at: answered, ended_at: ended } = leg;
  let text = t('detail.legState.none');
  if (answered) text = ended ? t('detail.legState.talked', { time: span(answered, ended) }) : t('detail.legState.live');
  else if (ring && ended) text = t('detail.legState.rang', { time: span(ring, ended) });
  return <span className={styles.legState}>{text}</span>;
}
