import { Button, Switch } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { User } from '@/api';
import { Avatar, Callout, ErrorState, Icon, PageHeader, SkeletonRows } from '@/components';
import { useFormat } from '@/lib/format';
import { http, queryClient, useProblemText } from '@/lib/http';
import { useSession } from '@/lib/session';

import page from './page.module.css';
import { RoleSelect } from './RoleSelect';
import { UserDialog } from './UserDialog';

type Change = Pick<User, 'id'> & Partial<Pick<User, 'role' | 'active'>>;

function Row({ user, own, onChange }: { user: User; own: boolean; onChange: (change: Change) => void }) {
  const { t } = useTranslation('settings');
  const { relative } = useFormat();
  return (
    <article className={[page.row, page.people].join(' ')} data-off={!user.active}>
      <div className={page.who}>
        <Avatar name={user.name} size={34} />
        <div className={page.names}>
          <b className="pv-cut">
            {user.name} {own && <span className={page.aside}>{t('users.you')}</span>}
          </b>
          <bdi dir="ltr" className={[page.aside, page.mail, 'pv-cut'].join(' ')}>
            {user.email}
          </bdi>
        </div>
      </div>
      <div className={page.wide}>
        <RoleSelect
          aria-label={t('users.roleOf', { name: user.name })}
          value={user.role}
          disabled={own || !user.active}
          onRole={(role) => onChange({ id: user.id, role })}
        />
      </div>
      <span className={[page.aside, page.wide].join(' ')}>
        {user.last_seen_at ? t('users.seen', { when: relative(user.last_seen_at) }) : t('users.neverSeen')}
      </span>
      <Switch
        size="sm"
        checked={user.active}
        disabled={own}
        aria-label={t('users.activeOf', { name: user.name })}
        onChange={(event) => onChange({ id: user.id, active: event.target.checked })}
      />
    </article>
  );
}

function useUsers() {
  const list = useQuery({ queryKey: ['users'], queryFn: ({ signal }) => http.get<{ items: User[] }>('/api/users', { signal }) });
  const change = useMutation({
    mutationFn: ({ id, ...fields }: Change) => http.patch(`/api/users/${id}`, fields),
    onSettled: () => Promise.all(['users', 'roles'].map((list) => queryClient.invalidateQueries({ queryKey: [list] }))),
  });
  return { list, change };
}

/** Who may sign in, as what. */
export function UsersPage() {
  const { t } = useTranslation('settings');
  const text = useProblemText();
  const ownId = useSession()?.user.id;
  const { list, change } = useUsers();
  const [adding, setAdding] = useState(false);
  return (
    <div className={page.page}>
      <PageHeader title={t('section.users')}>
        <Button leftSection={<Icon name="plus" />} onClick={() => setAdding(true)}>
          {t('users.add')}
        </Button>
      </PageHeader>
      <div className={page.body}>
        {list.isPending && <SkeletonRows rows={6} />}
        {list.error && <ErrorState error={list.error} retry={() => void list.refetch()} />}
        {change.error && <Callout tone="bad" alert title={text(change.error)} />}
        {list.data && (
          <div className={page.list}>
            {list.data.items.map((user) => (
              <Row key={user.id} user={user} own={user.id === ownId} onChange={change.mutate} />
            ))}
          </div>
        )}
      </div>
      {adding && <UserDialog onClose={() => setAdding(false)} />}
    </div>
  );
}
