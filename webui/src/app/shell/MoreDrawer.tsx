import { Drawer } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { ExtensionMenu } from './ExtensionMenu';
import type { Place } from './nav';
import { UserPanel } from './UserPanel';

interface Props {
  onClose: () => void;
  settings: Place | undefined;
  onKeys: () => void;
}

/** On a phone: the person's own settings, and the places that the tab bar has no room for. */
export function MoreDrawer({ onClose, settings, onKeys }: Props) {
  const { t } = useTranslation('shell');
  return (
    <Drawer opened onClose={onClose} position="bottom" size={530} title={t('nav.more')} closeButtonProps={{ 'aria-label': t('close') }}>
      <ExtensionMenu />
      <UserPanel onDone={onClose} settings={settings} onKeys={onKeys} />
    </Drawer>
  );
}
