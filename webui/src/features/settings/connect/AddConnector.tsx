import { Button, Menu } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { Icon } from '@/components';
import { useSession } from '@/lib/session';

import { useKindName } from './useKindName';

const PREFIX = 'connector_';
/** Those that were known first. */
const ORDER = ['asterisk', 'twilio', 'sms_http', 'smpp'];
const placeOf = (kind: string) => (ORDER.includes(kind) ? ORDER.indexOf(kind) : ORDER.length);

/** Adds an account: of the one kind that is switched on, or of one that is chosen; without any there is nothing to add. */
export function AddConnector({ onAdd }: { onAdd: (kind: string) => void }) {
  const { t } = useTranslation('connect');
  const nameOf = useKindName();
  const kinds = (useSession()?.modules ?? []).filter((key) => key.startsWith(PREFIX)).map((key) => key.slice(PREFIX.length)).sort((one, other) => placeOf(one) - placeOf(other));
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
            <bdi>{nameOf(kind)}</bdi>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
