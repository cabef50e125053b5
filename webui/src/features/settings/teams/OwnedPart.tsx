import { ActionIcon, Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { Owned, Team } from '@/api';
import { Callout, Icon } from '@/components';
import { useFormat } from '@/lib/format';
import { useProblemText } from '@/lib/http';

import page from '../page.module.css';
import styles from './Teams.module.css';
import { useOrganisation, useSetOwner } from './useTeams';

type Kind = 'queue' | 'line';

/** The queues and lines that belong to the team. */
export function OwnedPart({ team, may }: { team: Team; may: boolean }) {
  const { t } = useTranslation('teams');
  const text = useProblemText();
  const { digits } = useFormat();
  const { owned } = useOrganisation();
  const change = useSetOwner();
  const labelOf = ({ kind, name, detail }: Owned) => [`${t(`kind.${kind as Kind}`)}: ${name}`, detail && `\u2068${digits(detail)}\u2069`].filter(Boolean).join(' · ');
  const mine = owned.filter((item) => item.team?.id === team.id);
  const others = owned.filter((item) => item.team?.id !== team.id);
  return (
    <section>
      <div className={styles.part}>
        <h2>{t('owned.title')}</h2>
        {may && team.active && (
          <Select
            className={styles.add}
            key={mine.length}
            aria-label={t('owned.add')}
            placeholder={t('owned.add')}
            searchable
            nothingFoundMessage={t('owned.nothing')}
            data={others.map((item) => ({ value: item.id, label: item.team ? `${labelOf(item)} (${item.team.name})` : labelOf(item) }))}
            value={null}
            onChange={(id) => {
              const item = others.find((one) => one.id === id);
              if (item) change.mutate({ item, teamId: team.id });
            }}
          />
        )}
      </div>
      {change.error && <Callout tone="bad" alert title={text(change.error)} />}
      <div className={page.list}>
        {mine.map((item) => (
          <article key={item.id} className={page.row}>
            <span className={styles.title}>
              <Icon name={item.kind === 'line' ? 'phone-incoming' : 'list'} />
              <span className={page.names}>
                <bdi className="pv-cut">{item.name}</bdi>
                <span className={page.aside}>
                  {t(`kind.${item.kind as Kind}`)}
                  {item.detail && (
                    <>
                      {' · '}
                      <bdi dir="ltr">{digits(item.detail)}</bdi>
                    </>
                  )}
                </span>
              </span>
            </span>
            {may && (
              <ActionIcon onClick={() => change.mutate({ item, teamId: null })} aria-label={t('owned.takeOne', { name: item.name })}>
                <Icon name="x" />
              </ActionIcon>
            )}
          </article>
        ))}
        {mine.length === 0 && <p className={styles.none}>{t('owned.empty')}</p>}
      </div>
    </section>
  );
}
