import { useTranslation } from 'react-i18next';

import type { OutboxRow as Row } from '@/api';
import { ChannelTile, Chip } from '@/components';
import { useFormat } from '@/lib/format';

import styles from './Outbox.module.css';
import { tileOf, toneOf, useReason } from './words';

interface Props {
  row: Row;
  chosen: boolean;
  onOpen: () => void;
}

/** One message in the list: to whom, when, how it begins, and what became of it. */
export function OutboxRow({ row, chosen, onOpen }: Props) {
  const { t } = useTranslation('outbox');
  const { when, digits } = useFormat();
  const reason = useReason()(row);
  const phone = row.channel === 'sms';
  return (
    <button type="button" className={styles.row} aria-current={chosen || undefined} onClick={onOpen}>
      <ChannelTile channel={tileOf(row.channel)} />
      <span className={styles.lines}>
        <span className={styles.first}>
          <b className="pv-cut">
            {row.customer ? <bdi>{row.customer.name}</bdi> : <bdi dir="ltr">{phone ? digits(row.shown_address) : row.address}</bdi>}
          </b>
          <time dateTime={row.created_at}>{when(row.created_at)}</time>
        </span>
        <span className={styles.words} dir="auto" lang={row.language}>
          {row.subject ?? row.snippet}
        </span>
        <span className={styles.facts}>
          <Chip tone={toneOf(row.state)}>{t(`state.${row.state}`)}</Chip>
          {reason && <span className="pv-cut">{reason}</span>}
        </span>
      </span>
    </button>
  );
}
