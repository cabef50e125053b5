import { Popover } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { Opening } from '@/components/Late';
import { useSession } from '@/lib/session';

import { UserPanel } from './UserPanel';

/** The person's own settings under their picture. */
export function UserDropdown({ opened, onChange, children }: Opening) {
  const { t } = useTranslation('shell');
  const name = useSession()?.user.name;
  const close = () => onChange(false);
  return (
    <Popover opened={opened} onChange={onChange} onDismiss={close} position="bottom-end" width={300} shadow="xl" radius="md" trapFocus returnFocus>
      <Popover.Target>{children}</Popover.Target>
      <Popover.Dropdown aria-label={t('user.menu', { name })}>
        <UserPanel onDone={close} />
      </Popover.Dropdown>
    </Popover>
  );
}
