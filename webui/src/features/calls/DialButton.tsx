import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { Icon } from '@/components';
import { useCan, useSession } from '@/lib/session';

import { type Command, useCommand } from './command';

/** Calls a number from one's own phone, and says how that goes. */
export function useDial(): Command & { dial: (number: string) => void; allowed: boolean; ready: boolean } {
  const command = useCommand();
  const allowed = useCan('calls:control');
  const ready = useSession()?.extension != null;
  return { ...command, allowed, ready, dial: (number) => command.send('/api/calls', { number }) };
}

/** A button that calls `number`; its caller shows `DialStatus` somewhere near. */
export function DialButton({ number, dial }: { number: string; dial: ReturnType<typeof useDial> }) {
  const { t } = useTranslation('calls');
  if (!dial.allowed) return null;
  return (
    <Button
      variant="default"
      leftSection={<Icon name="phone" />}
      disabled={!dial.ready}
      loading={dial.state === 'sending'}
      onClick={() => dial.dial(number)}
    >
      {t('dial.call')}
    </Button>
  );
}
