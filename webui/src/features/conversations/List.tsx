import { Button, Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { EmptyState, ErrorState, Icon, SkeletonRows } from '@/components';
import { dirOf } from '@/components/dirOf';
import { EndOfList } from '@/components/EndOfList';
import { useProblemText } from '@/lib/http';

import styles from './Conversations.module.css';
import { Row } from './Row';
import type { useConversations } from './useConversations';
import { type Inbox, STATES } from './useInbox';

interface Props {
  inbox: Inbox;
  found: ReturnType<typeof useConversations>;
}

/** The conversations of a view, narrowed by state, by what is unread, and by a name or number. */
export function List({ inbox, found: { query, rows } }: Props) {
  const { t } = useTranslation('conversations');
  const problem = useProblemText();
  const { filter } = inbox;
  const narrowed = filter.q !== '' || filter.unread;
  return (
    <section className={styles.list} aria-label={t(`view.${filter.view}`)}>
      <Tools inbox={inbox} />
      <div className={styles.rows} tabIndex={0} role="region" aria-label={t('list')}>
        {query.isPending && <SkeletonRows rows={7} />}
        {query.isError && rows.length === 0 && <ErrorState error={query.error} retry={() => void query.refetch()} />}
        {query.isSuccess && rows.length === 0 && (
          <EmptyState icon={narrowed ? 'search' : 'inbox'} title={t(narrowed ? 'none.found' : `none.${filter.state}`)} text={t(narrowed ? 'none.foundText' : `none.${filter.view}`)} />
        )}
        <ul>
          {rows.map((row) => (
            <Row key={row.id} row={row} to={inbox.pathOf(row.id)} current={row.id === inbox.open} />
          ))}
        </ul>
        <EndOfList query={query} more={t('more')} problem={problem} />
      </div>
    </section>
  );
}

function Tools({ inbox }: { inbox: Inbox }) {
  const { t } = useTranslation('conversations');
  const { filter, typed } = inbox;
  return (
    <div className={styles.tools}>
      <TextInput
        className={styles.search}
        type="search"
        aria-label={t('search')}
        placeholder={t('search')}
        leftSection={<Icon name="search" />}
        value={typed}
        dir={dirOf(typed)}
        maxLength={100}
        onChange={(event) => inbox.set({ q: event.currentTarget.value })}
      />
      <Select
        className={styles.state}
        aria-label={t('state.label')}
        allowDeselect={false}
        data={STATES.map((value) => ({ value, label: t(`state.${value}`) }))}
        value={filter.state}
        onChange={(state) => inbox.set({ state: state === 'open' ? null : state })}
      />
      <Button variant={filter.unread ? 'light' : 'default'} aria-pressed={filter.unread} onClick={() => inbox.set({ unread: filter.unread ? null : '1' })}>
        {t('onlyUnread')}
      </Button>
    </div>
  );
}
