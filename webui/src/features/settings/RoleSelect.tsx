import { Select, type SelectProps } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { Role } from '@/api';

const ROLES: Role[] = ['agent', 'supervisor', 'marketer', 'administrator'];

interface Props extends Omit<SelectProps, 'data' | 'onChange' | 'value'> {
  value: Role;
  onRole: (role: Role) => void;
}

/** Chooses one of the four roles. */
export function RoleSelect({ onRole, ...props }: Props) {
  const { t } = useTranslation('common');
  return (
    <Select
      allowDeselect={false}
      data={ROLES.map((value) => ({ value, label: t(`role.${value}`) }))}
      onChange={(role) => onRole(role as Role)}
      {...props}
    />
  );
}
