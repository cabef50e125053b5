import { useTranslation } from 'react-i18next';

import type { SmsBulkPreview } from '@/api';
import { Callout } from '@/components';
import { useMoney } from '@/features/messages/useMoney';
import { useFormat } from '@/lib/format';

import styles from './BulkSms.module.css';
import { useReasonOf } from './words';

/** Who gets it and who does not, by which way and for how much, and some of the texts as they will arrive. */
export function Preview({ preview }: { preview: SmsBulkPreview }) {
  const { t } = useTranslation('smsBulk');
  const { number } = useFormat();
  const money = useMoney();
  const reasonOf = useReasonOf();
  const { count, customers, skipped, parts, shares, samples } = preview;
  const left = Object.entries(skipped).sort(([, one], [, other]) => other - one);
  return (
    <>
      {count === 0 ? (
        <Callout tone="warn">{t('nobody')}</Callout>
      ) : (
        <p className={styles.count}>
          <b>{t('reaches', { count, shown: number(count) })}</b> {t('of', { count: customers, shown: number(customers) })} · {t('average', { count: Number(parts), shown: number(Number(parts)) })}
        </p>
      )}
      {shares.length > 0 && (
        <section>
          <h3>{t('ways')}</h3>
          <ul className={styles.lines}>
            {shares.map((share, index) => (
              <li key={share.route_id ?? index}>
                <span>
                  <bdi>{share.name ?? share.account ?? t('anyAccount')}</bdi>
                </span>
                {share.cost !== null && share.currency !== null && <span className={styles.cost}>{t('about', { amount: money(share.cost, share.currency) })}</span>}
                <b>{number(share.count)}</b>
              </li>
            ))}
          </ul>
        </section>
      )}
      {left.length > 0 && (
        <section>
          <h3>{t('skipped')}</h3>
          <ul className={styles.lines}>
            {left.map(([reason, many]) => (
              <li key={reason}>
                <span>{reasonOf(reason)}</span>
                <b>{number(many)}</b>
              </li>
            ))}
          </ul>
        </section>
      )}
      {samples.length > 0 && (
        <section>
          <h3>{t('samples')}</h3>
          <ul className={styles.samples} tabIndex={0} aria-label={t('samples')}>
            {samples.map((sample) => (
              <li key={sample.customer.id}>
                <small>
                  <bdi>{sample.customer.name}</bdi> · {t('sampleParts', { count: sample.parts, shown: number(sample.parts) })}
                </small>
                <p lang={sample.language} dir={sample.language === 'fa' ? 'rtl' : 'ltr'}>
                  {sample.text}
                </p>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
