import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import type { Connector, SmsBalance } from '@/api';
import { ChannelTile, Icon } from '@/components';
import type { TileChannel } from '@/components';
import { secondsSince, useFormat, useNow } from '@/lib/format';
import { http, queryClient, useProblemText } from '@/lib/http';
import { useCan } from '@/lib/session';

import { ConnectorBalance } from './ConnectorBalance';
import { ConnectorProblem } from './ConnectorProblem';
import styles from './Connectors.module.css';
import { useKindName } from './connect/useKindName';
import { LOOKS, standingOf } from './connectorStates';
import page from './page.module.css';

const CLOCK_SECONDS = 60; // that the provider's clock may be off, unmentioned

function Standing({ connector, balance }: { connector: Connector; balance: SmsBalance | undefined }) {
  const { t } = useTranslation('settings');
  const { span, number } = useFormat();
  const now = useNow();
  const standing = standingOf(connector);
  const wait = connector.retry_at ? Math.ceil((Date.parse(connector.retry_at) - now) / 1000) : 0;
  const channels = connector.facts.channels;
  const off = Number(connector.facts.clock_offset ?? 0);
  const aside =
    wait > 0
      ? t('connectors.retryIn', { span: span(wait) })
      : standing === 'connected' && typeof channels === 'number'
        ? t('connectors.channels', { count: channels, shown: number(channels) })
        : t('connectors.since', { span: span(secondsSince(connector.since, now)) });
  return (
    <div>
      <div className={styles.standing} data-tone={LOOKS[standing].tone}>
        <Icon name={LOOKS[standing].icon} /> {t(`connectors.standing.${standing}`)}
      </div>
      <div className={page.aside}>{aside}</div>
      {standing === 'connected' && Math.abs(off) > CLOCK_SECONDS && (
        <div className={page.aside}>
          <Icon name="alert-triangle" size={14} /> {t(off > 0 ? 'connectors.clockAhead' : 'connectors.clockBehind', { span: span(Math.abs(off)) })}
        </div>
      )}
      {balance && <ConnectorBalance balance={balance} />}
    </div>
  );
}

function Traffic({ connector }: { connector: Connector }) {
  const { t } = useTranslation('settings');
  const { number } = useFormat();
  return (
    <div className={[styles.traffic, page.wide].join(' ')}>
      <span>
        <Icon name="arrow-down-left" size={14} mirror /> {number(connector.received_24h)} <i>{t('connectors.in')}</i>
      </span>
      <span>
        <Icon name="arrow-up-right" size={14} mirror /> {number(connector.sent_24h)} <i>{t('connectors.out')}</i>
      </span>
    </div>
  );
}

/** One account: what it is, how it stands, what passed; and below, when it is broken, why and what to do. */
export function ConnectorRow({ connector, balance, onConfigure }: { connector: Connector; balance: SmsBalance | undefined; onConfigure: (account: string) => void }) {
  const { t } = useTranslation(['settings', 'connect']);
  const nameOf = useKindName();
  const standing = standingOf(connector);
  const broken = standing === 'failed' || standing === 'signIn';
  const manages = useCan('connectors:manage');
  const again = useMutation({ mutationFn: () => http.post(`/api/connectors/${encodeURIComponent(connector.account)}/reconnect`) });
  const turn = useMutation({
    mutationFn: (enabled: boolean) => http.patch(`/api/connectors/${encodeURIComponent(connector.account)}`, { enabled }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['connectors'] }),
  });
  const problem = useProblemText();
  const refused = turn.error ?? again.error;
  const version = connector.facts.version;
  const product = [connector.channel === 'call' ? connector.connector : nameOf(connector.connector), version].filter((part) => typeof part === 'string').join(' ');
  return (
    <article className={styles.row}>
      <ChannelTile channel={connector.channel as TileChannel} size={40} />
      <div className={page.names}>
        <b className="pv-cut">{connector.name ?? connector.account}</b>
        <span className={page.aside}>
          <bdi className={styles.product}>{product}</bdi> · <bdi dir="ltr">{connector.address}</bdi>
          {connector.source === 'file' && <> · {t('connect:inFile')}</>}
        </span>
      </div>
      <Standing connector={connector} balance={balance} />
      <Traffic connector={connector} />
      <div className={page.actions}>
        {manages && connector.source === 'page' && (
          <Button variant="subtle" size="xs" loading={turn.isPending} onClick={() => { again.reset(); turn.mutate(standing === 'off'); }}>
            {t(standing === 'off' ? 'connect:turnOn' : 'connect:turnOff')}
          </Button>
        )}
        {manages && standing !== 'off' && (
          <Button variant={broken ? 'filled' : 'default'} size="xs" loading={again.isPending} onClick={() => { turn.reset(); again.mutate(); }}>
            {broken ? t('settings:connectors.tryNow') : t('settings:connectors.reconnect')}
          </Button>
        )}
        {manages && (
          <Button
            variant="default"
            size="xs"
            aria-label={t('connect:configureOne', { name: connector.name ?? connector.account })}
            onClick={() => onConfigure(connector.account)}
          >
            {t('connect:configure')}
          </Button>
        )}
      </div>
      {refused && (
        <p className={styles.refused} role="alert">
          {problem(refused)}
        </p>
      )}
      {broken && <ConnectorProblem connector={connector} />}
    </article>
  );
}
