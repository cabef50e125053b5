import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Icon } from '@/components';

function standing(): NotificationPermission {
  return 'Notification' in window ? Notification.permission : 'denied';
}

/** Asks, only when pressed, to be allowed to notify; gone once that is answered. */
export function NotifyButton() {
  const { t } = useTranslation('pops');
  const [permission, setPermission] = useState(standing);
  if (permission !== 'default' || !window.isSecureContext) return null;
  return (
    <Button
      variant="subtle"
      size="xs"
      color="gray"
      leftSection={<Icon name="bell" size={14} />}
      onClick={() => void Notification.requestPermission().then(setPermission)}
    >
      {t('notify')}
    </Button>
  );
}
