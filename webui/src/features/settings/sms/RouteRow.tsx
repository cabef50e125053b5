import { ActionIcon } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { SmsRoute } from '@/api';
import { Chip, Icon } from '@/components';
import { useMoney } from '@/features/messages/useMoney';
import { useFormat } from '@/lib/format';

import { MoveButtons } from '../MoveButtons';
import page from '../page.module.css';
import styles from './Sms.module.css';

interface Props {
  route: SmsRoute;
  index: number;
  count: number;
  onEdit: () => void;
  onDelete: () => void;
  onMove: (position: number) => void;
}

/** Which numbers a route is for, in words. */
export function useWhom(): (prefixes: string[]) => string {
  const { t, i18n } = useTranslation('sms');
  const { digits } = useFormat();
  const names = new Intl.DisplayNames([i18n.language], { type: 'region' });
  const list = new Intl.ListFormat(i18n.language, { type: 'disjunction', style: 'short' });
  return (prefixes) => (prefixes.length === 0 ? t('everyNumber') : list.format(prefixes.map((one) => (one.startsWith('+') ? `\u2066${digits(one)}…\u2069` : (names.of(one) ?? one)))));
}

function Money({ route }: { route: SmsRoute }) {
  const { t } = useTranslation('sms');
  const money = useMoney();
  const { price, currency, spent, spend_limit: limit, balance } = route;
  const low = balance?.low === true;
  return (
    <div className={[page.names, styles.more].join(' ')}>
      {price !== null && currency !== null && <span>{t('perPart', { amount: money(price, currency) })}</span>}
      {currency !== null && spent !== null && Number(spent) > 0 && (
        <span className={page.aside}>{limit === null ? t('spent', { amount: money(spent, currency) }) : t('spentOf', { amount: money(spent, currency), limit: money(limit, currency) })}</span>
      )}
      {balance && (
        <span className={low ? styles.low : page.aside}>
          {low && <Icon name="alert-triangle" size={14} />} {t('balance', { amount: money(balance.amount, balance.currency) })}
        </span>
      )}
    </div>
  );
}

/** One route: for whom, by which account, from which number, at what price. */
export function RouteRow({ route, index, count, onEdit, onDelete, onMove }: Props) {
  const { t } = useTranslation('sms');
  const { digits } = useFormat();
  const whom = useWhom();
  return (
    <article className={[page.row, styles.route].join(' ')} data-off={!route.active}>
      <div className={page.names}>
        <span className={styles.title}>
          <b className="pv-cut">
            <bdi>{route.name}</bdi>
          </b>
          {route.purpose !== 'any' && <Chip tone="line">{t(`purpose.${route.purpose}`)}</Chip>}
          {!route.active && <Chip tone="line">{t('off')}</Chip>}
        </span>
        <span className={[page.aside, 'pv-cut'].join(' ')}>{whom(route.prefixes)}</span>
      </div>
      <div className={[page.names, styles.more].join(' ')}>
        <bdi dir="ltr" className={page.mail}>{route.account}</bdi>
        {route.sender && (
          <span className={page.aside}>
            {t('from')} <bdi dir="ltr">{digits(route.sender)}</bdi>
          </span>
        )}
      </div>
      <Money route={route} />
      <div className={page.actions}>
        <span className={page.wide}>
          <MoveButtons name={route.name} index={index} count={count} onMove={onMove} />
        </span>
        <ActionIcon onClick={onEdit} aria-label={t('editOne', { name: route.name })}>
          <Icon name="edit" />
        </ActionIcon>
        <ActionIcon onClick={onDelete} aria-label={t('deleteOne', { name: route.name })}>
          <Icon name="trash" />
        </ActionIcon>
      </div>
    </article>
  );
}
