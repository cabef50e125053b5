import { Button, Menu } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { Icon } from '@/components';
import { useSession } from '@/lib/session';

const PREFIX = 'connector_';

/** Adds an account: of the one kind that is switched on, or of one that is chosen; without any there is nothing to add. */
export function AddConnector({ onAdd }: { onAdd: (kind: string) => void }) {
  const { t } = useTranslation('connect');
  const kinds = (useSession()?.modules ?? []).filter((key) => key.startsWith(PREFIX)).map((key) => key.slice(PREFIX.length));
  const [only, ...others] = kinds;
  if (only === undefined) return null;
  if (others.length === 0) {
    return (
      <Button leftSection={<Icon name="plus" />} onClick={() => onAdd(only)}>
        {t('add')}
      </Button>
    );
  }
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button leftSection={<Icon name="plus" />}>{t('add')}</Button>
      </Menu.Target>
      <Menu.Dropdown>
        {kinds.map((kind) => (
          <Menu.Item key={kind} onClick={() => onAdd(kind)}>
            <bdi>{kind.charAt(0).toUpperCase() + kind.slice(1)}</bdi>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
