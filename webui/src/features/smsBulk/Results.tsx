import { useTranslation } from 'react-i18next';

import type { SmsBulk } from '@/api';
import { useFormat } from '@/lib/format';

import styles from './BulkSms.module.css';
import { type Alike, grouped } from './grouped';
import { OpenedLine } from './OpenedLine';
import { useResults } from './useBulks';
import { useReasonOf } from './words';

/** How one went, by state and reason, and who opened its links. */
export function Results({ bulk }: { bulk: SmsBulk }) {
  const { t } = useTranslation('smsBulk');
  const { number } = useFormat();
  const reasonOf = useReasonOf();
  const results = useResults(bulk.id, bulk.version);
  const skipped = Object.entries(bulk.skipped);
  // who was left out as it was prepared stands in both; those without a number only in the second
  const items = results.data?.items.filter(({ state, reason }) => state !== 'skipped' || reason === null || !(reason in bulk.skipped)) ?? [];
  return (
    <ul className={styles.results}>
      {grouped(items).map((alike) => (
        <ResultLine key={`${alike.state} ${alike.reason}`} alike={alike} />
      ))}
      {skipped.map(([reason, count]) => (
        <li key={reason}>
          <span>
            {t('left')} · {reasonOf(reason)}
          </span>
          <b>{number(count)}</b>
        </li>
      ))}
      {results.data?.opened && <OpenedLine bulk={bulk.id} opened={results.data.opened} />}
      {results.isSuccess && results.data.items.length === 0 && skipped.length === 0 && <li>{t('nothingYet')}</li>}
    </ul>
  );
}

function ResultLine({ alike }: { alike: Alike }) {
  const { i18n } = useTranslation(['smsBulk', 'outbox']);
  const { number } = useFormat();
  const reasonOf = useReasonOf();
  const { state, reason, count, operators } = alike;
  return (
    <li>
      <span>
        {i18n.t([`smsBulk:states.${state}`, `outbox:state.${state}`], { defaultValue: state })}
        {reason && ` · ${reasonOf(reason)}`}
        {operators.length > 0 && (
          <small className={styles.operators}>
            {operators.map(({ name, count: many }) => (
              <span key={name}>
                <bdi>{name}</bdi> {number(many)}
              </span>
            ))}
          </small>
        )}
      </span>
      <b>{number(count)}</b>
    </li>
  );
}
