import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Presence } from '@/api';
import { Callout, EmptyState, PageHeader, PresenceDot, SkeletonRows } from '@/components';
import { useFormat } from '@/lib/format';
import { useEntities, useRoom } from '@/lib/socket';

import { AgentRow } from './AgentRow';
import styles from './AgentsPage.module.css';
import { type Group, grouped } from './groups';

/** What every agent does now, live; a supervisor changes it from here. */
export function AgentsPage() {
  const { t } = useTranslation('agents');
  const ready = useRoom('presence') !== 'joining';
  const groups = grouped(useEntities<Presence>('presence', 'presence'));
  const [failed, setFailed] = useState<string | null>(null);
  return (
    <div className={styles.page}>
      <PageHeader title={t('title')} />
      <div className={styles.body} tabIndex={0} role="region" aria-label={t('title')}>
        <div role="alert">{failed && <Callout tone="bad">{failed}</Callout>}</div>
        {!ready && <SkeletonRows rows={6} />}
        {ready && groups.length === 0 && <EmptyState icon="users-group" title={t('empty.title')} text={t('empty.text')} />}
        {groups.map((group) => (
          <Section key={group.state} group={group} onFailed={setFailed} />
        ))}
      </div>
    </div>
  );
}

function Section({ group, onFailed }: { group: Group; onFailed: (text: string | null) => void }) {
  const { t } = useTranslation('agents');
  const { number } = useFormat();
  return (
    <section>
      <h2 className={styles.heading}>
        <PresenceDot state={group.state} />
        {t(`group.${group.state}`)} <span className={styles.count}>{number(group.people.length)}</span>
      </h2>
      <ul className={styles.list}>
        {group.people.map((person) => (
          <AgentRow key={person.user_id} person={person} onFailed={onFailed} />
        ))}
      </ul>
    </section>
  );
}
