import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Connector, SmsBalance } from '@/api';
import { EmptyState, ErrorState, Icon, PageHeader, SkeletonRows } from '@/components';
import { useFormat } from '@/lib/format';
import { http } from '@/lib/http';
import { useCan } from '@/lib/session';
import { useEntities, useRoom } from '@/lib/socket';

import { Configure } from './connect/Configure';
import { AddConnector } from './connect/AddConnector';
import { ConnectorRow } from './ConnectorRow';
import styles from './Connectors.module.css';
import { byUrgency, LOOKS, standingOf } from './connectorStates';
import page from './page.module.css';
import { useBalances } from './useBalances';

/** The list by request, overlaid with the live states: the page is right with or without a connection. */
function useConnectors() {
  useRoom('connectors');
  const living = useEntities<Connector>('connector', 'connectors');
  const query = useQuery({
    queryKey: ['connectors'],
    queryFn: ({ signal }) => http.get<{ items: Connector[] }>('/api/connectors', { signal }),
  });
  const newer = new Map(living.map((connector) => [connector.id, connector]));
  const listed = (query.data?.items ?? []).map((connector) => newer.get(connector.id) ?? connector);
  return { ...query, connectors: listed.sort(byUrgency) };
}

function Tally({ connectors }: { connectors: Connector[] }) {
  const { t } = useTranslation('settings');
  const standings = ['connected', 'connecting', 'failed', 'signIn'] as const;
  return (
    <ul className={styles.tally}>
      {standings.map((standing) => {
        const count = connectors.filter((connector) => standingOf(connector) === standing).length;
        return count === 0 ? null : (
          <li key={standing} className={styles.standing} data-tone={LOOKS[standing].tone}>
            <Icon name={LOOKS[standing].icon} /> {t(`connectors.tally.${standing}`, { count })}
          </li>
        );
      })}
    </ul>
  );
}

interface GroupProps {
  title: string;
  connectors: Connector[];
  balances: ReadonlyMap<string, SmsBalance>;
  note?: string;
  onConfigure: (account: string) => void;
}

function Group({ title, connectors, balances, note, onConfigure }: GroupProps) {
  const { number } = useFormat();
  if (connectors.length === 0) return null;
  return (
    <section className={styles.group}>
      <header>
        <h2>{title}</h2>
        <span className={styles.count}>{number(connectors.length)}</span>
        {note && <span className={page.aside}>{note}</span>}
      </header>
      <div className={page.list}>
        {connectors.map((connector) => (
          <ConnectorRow key={connector.id} connector={connector} balance={balances.get(connector.account)} onConfigure={onConfigure} />
        ))}
      </div>
    </section>
  );
}

/** The accounts with providers: broken ones first, with what happened and what to do. */
export function ConnectorsPage() {
  const { t } = useTranslation(['settings', 'connect']);
  const manages = useCan('connectors:manage');
  const balances = useBalances();
  const { connectors, isPending, error, refetch } = useConnectors();
  /** The account that is set up at the moment, or the connector of a new one. */
  const [configured, setConfigured] = useState<string>();
  const [adding, setAdding] = useState<string>();
  const working = (connector: Connector) => ['connected', 'off'].includes(standingOf(connector));
  return (
    <div className={page.page}>
      <PageHeader title={t('settings:section.connectors')} beside={<Tally connectors={connectors} />}>
        {manages && <AddConnector onAdd={setAdding} />}
      </PageHeader>
      <div className={page.body}>
        {isPending && <SkeletonRows rows={3} tile />}
        {error && <ErrorState error={error} retry={() => void refetch()} />}
        {!isPending && !error && connectors.length === 0 && (
          <EmptyState icon="plug-connected" title={t('settings:connectors.empty.title')} text={t('settings:connectors.empty.text')} />
        )}
        <Group
          title={t('settings:connectors.attention')}
          connectors={connectors.filter((connector) => !working(connector))}
          balances={balances}
          onConfigure={setConfigured}
        />
        <Group
          title={t('settings:connectors.working')}
          connectors={connectors.filter(working)}
          balances={balances}
          note={t('settings:connectors.counts')}
          onConfigure={setConfigured}
        />
      </div>
      {(configured ?? adding) !== undefined && (
        <Configure
          account={configured ?? null}
          kind={adding ?? null}
          taken={connectors.map(({ account }) => account)}
          onClose={() => {
            setConfigured(undefined);
            setAdding(undefined);
          }}
        />
      )}
    </div>
  );
}
