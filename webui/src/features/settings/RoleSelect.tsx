import { Select, type SelectProps } from '@mantine/core';

import { useRoleName, useRoles } from './useRoles';

interface Props extends Omit<SelectProps, 'data' | 'onChange' | 'value'> {
  value: string;
  onRole: (role: string) => void;
}

/** Chooses a role, built in or the organisation's own. */
export function RoleSelect({ onRole, ...props }: Props) {
  const { roles } = useRoles();
  const nameOf = useRoleName();
  return (
    <Select
      allowDeselect={false}
      data={roles?.map((role) => ({ value: role.id, label: nameOf(role) })) ?? []}
      onChange={(role) => role && onRole(role)}
      {...props}
    />
  );
}
