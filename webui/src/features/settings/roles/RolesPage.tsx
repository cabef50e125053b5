import { ActionIcon, Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { BuiltInRole, Role } from '@/api';
import { Chip, ErrorState, Icon, PageHeader, SkeletonRows } from '@/components';
import { useFormat } from '@/lib/format';

import { DeleteDialog } from '../DeleteDialog';
import page from '../page.module.css';
import { useRoleName, useRoles } from '../useRoles';
import { RoleDialog } from './RoleDialog';
import styles from './Roles.module.css';

interface RowProps {
  role: Role;
  onOpen: () => void;
  onCopy: () => void;
  onDelete: () => void;
}

function Row({ role, onOpen, onCopy, onDelete }: RowProps) {
  const { t } = useTranslation('roles');
  const { number } = useFormat();
  const name = useRoleName()(role);
  return (
    <article className={[page.row, styles.role].join(' ')}>
      <div className={page.names}>
        <span className={styles.title}>
          <b className="pv-cut">
            <bdi>{name}</bdi>
          </b>
          {role.built_in && <Chip tone="line">{t('chip')}</Chip>}
        </span>
        <span className={[page.aside, 'pv-cut'].join(' ')} dir="auto">{role.built_in ? t(`summary.${role.id as BuiltInRole}`) : role.description}</span>
      </div>
      <span className={[page.aside, page.wide].join(' ')}>
        {t('rights', { count: role.permissions.length - 1, shown: number(role.permissions.length - 1) })}
        {' · '}
        {t('users', { count: role.users, shown: number(role.users) })}
      </span>
      <div className={page.actions}>
        <ActionIcon onClick={onOpen} aria-label={t(role.built_in ? 'showOne' : 'editOne', { name })}>
          <Icon name={role.built_in ? 'eye' : 'edit'} />
        </ActionIcon>
        <ActionIcon onClick={onCopy} aria-label={t('copyOne', { name })}>
          <Icon name="copy" />
        </ActionIcon>
        <ActionIcon disabled={role.built_in} className={page.move} onClick={onDelete} aria-label={t('deleteOne', { name })}>
          <Icon name="trash" />
        </ActionIcon>
      </div>
    </article>
  );
}

type Open = { role: Role } | { from: Role | null } | { remove: Role } | null;

/** What people may do here: the built-in roles and the organisation's own. */
export function RolesPage() {
  const { t } = useTranslation(['roles', 'settings']);
  const { roles, isPending, error, refetch } = useRoles();
  const nameOf = useRoleName();
  const [open, setOpen] = useState<Open>(null);
  const close = () => setOpen(null);
  return (
    <div className={page.page}>
      <PageHeader title={t('settings:section.roles')}>
        <Button leftSection={<Icon name="plus" />} disabled={!roles} onClick={() => setOpen({ from: null })}>
          {t('roles:add')}
        </Button>
      </PageHeader>
      <div className={page.body}>
        {isPending && <SkeletonRows rows={5} />}
        {error && <ErrorState error={error} retry={() => void refetch()} />}
        {roles && (
          <div className={page.list}>
            {roles.map((role) => (
              <Row
                key={role.id}
                role={role}
                onOpen={() => setOpen({ role })}
                onCopy={() => setOpen({ from: role })}
                onDelete={() => setOpen({ remove: role })}
              />
            ))}
          </div>
        )}
      </div>
      {open && 'role' in open && <RoleDialog role={open.role} roles={roles ?? []} from={null} onClose={close} />}
      {open && 'from' in open && <RoleDialog role={null} roles={roles ?? []} from={open.from} onClose={close} />}
      {open && 'remove' in open && (
        <DeleteDialog
          title={t('roles:deleteOne', { name: nameOf(open.remove) })}
          text={t('roles:deleteText')}
          path={`/api/roles/${open.remove.id}`}
          list="roles"
          onClose={close}
        />
      )}
    </div>
  );
}
