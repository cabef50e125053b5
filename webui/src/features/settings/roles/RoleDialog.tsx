import { Button, Checkbox, Modal, Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type SyntheticEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Permission, PermissionInfo, Role } from '@/api';
import { Callout, ErrorState, SkeletonRows } from '@/components';
import { http, useFieldError, useProblemText } from '@/lib/http';
import { useSession } from '@/lib/session';

import page from '../page.module.css';
import { useRoleName } from '../useRoles';
import { useSaving } from '../useSaving';
import { grouped, without, withNeeded } from './groups';
import styles from './Roles.module.css';

interface RightsProps {
  rights: PermissionInfo[];
  chosen: Set<Permission>;
  onChange?: (chosen: Set<Permission>) => void;
}

/** The rights in groups, each with what it allows; one cannot give what one does not have. */
function Rights({ rights, chosen, onChange }: RightsProps) {
  const { t } = useTranslation('roles');
  const own = useSession()?.permissions ?? [];
  return grouped(rights).map(({ group, rights: some }) => (
    <fieldset key={group} className={styles.group}>
      <legend>{t(`group.${group}`)}</legend>
      {some.map(({ permission }) => {
        const key = permission.replace(':', '_') as 'calls_read';
        const beyond = !own.includes(permission);
        return (
          <Checkbox
            key={permission}
            label={t(`right.${key}.name`)}
            description={beyond && onChange ? t('beyond') : t(`right.${key}.about`)}
            checked={chosen.has(permission)}
            disabled={!onChange || beyond}
            onChange={(event) =>
              onChange?.(event.target.checked ? withNeeded([...chosen, permission], rights) : without(chosen, permission, rights))
            }
          />
        );
      })}
    </fieldset>
  ));
}

interface Props {
  role: Role | null;
  /** What a new role begins with. */
  roles: Role[];
  from: Role | null;
  onClose: () => void;
}

/** Makes a role from another's rights, changes one, or shows what a built-in role allows. */
export function RoleDialog({ role, roles, from, onClose }: Props) {
  const { t } = useTranslation(['roles', 'common']);
  const text = useProblemText();
  const fieldError = useFieldError();
  const nameOf = useRoleName();
  const own = useSession()?.permissions ?? [];
  const known = useQuery({ queryKey: ['permissions'], staleTime: Infinity, queryFn: ({ signal }) => http.get<{ items: PermissionInfo[] }>('/api/permissions', { signal }) });
  const [base, setBase] = useState(from?.id ?? 'agent');
  const start = (id: string) => new Set(roles.find((one) => one.id === id)?.permissions.filter((right) => own.includes(right)));
  const [chosen, setChosen] = useState<Set<Permission>>(() => (role ? new Set(role.permissions) : start(base)));
  const [name, setName] = useState(role?.name ?? '');
  const [about, setAbout] = useState(role?.description ?? '');
  const save = useSaving('/api/roles', 'roles', role, onClose);
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    save.mutate({ name: name.trim(), description: about.trim(), permissions: [...chosen] });
  };
  const built = role?.built_in === true;
  return (
    <Modal
      opened
      size="lg"
      onClose={onClose}
      title={role ? t(built ? 'roles:showOne' : 'roles:editOne', { name: nameOf(role) }) : t('roles:add')}
      closeButtonProps={{ 'aria-label': t('common:action.close') }}
    >
      <form className={page.form} onSubmit={submit}>
        {save.error && <Callout tone="bad" alert title={text(save.error)} />}
        {built && <Callout tone="info" title={t('roles:builtIn')} />}
        {!role && (
          <Select
            label={t('roles:from')}
            allowDeselect={false}
            data={roles.map((one) => ({ value: one.id, label: nameOf(one) }))}
            value={base}
            onChange={(id) => {
              setBase(id ?? base);
              setChosen(start(id ?? base));
            }}
          />
        )}
        {!built && (
          <>
            <TextInput
              label={t('roles:name')}
              required
              withAsterisk={false}
              data-autofocus
              maxLength={60}
              value={name}
              error={fieldError(save.error, 'name')}
              onChange={(event) => setName(event.target.value)}
            />
            <TextInput label={t('roles:about')} maxLength={300} value={about} error={fieldError(save.error, 'description')} onChange={(event) => setAbout(event.target.value)} />
          </>
        )}
        {known.isPending && <SkeletonRows rows={4} />}
        {known.error && <ErrorState error={known.error} retry={() => void known.refetch()} />}
        {known.data && <Rights rights={known.data.items} chosen={chosen} onChange={built ? undefined : setChosen} />}
        {fieldError(save.error, 'permissions') && <Callout tone="bad" alert title={fieldError(save.error, 'permissions')} />}
        <div className={[page.buttons, styles.foot].join(' ')}>
          <Button variant="default" onClick={onClose}>
            {t(built ? 'common:action.close' : 'common:action.cancel')}
          </Button>
          {!built && (
            <Button type="submit" loading={save.isPending}>
              {t('common:action.save')}
            </Button>
          )}
        </div>
      </form>
    </Modal>
  );
}
