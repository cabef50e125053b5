import { Popover } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { Opening } from '@/components/Late';

import { MentionList } from './MentionList';

/** The notes that name one, under the bell. */
export function MentionDropdown({ opened, onChange, children }: Opening) {
  const { t } = useTranslation('notes');
  const close = () => onChange(false);
  return (
    <Popover opened={opened} onChange={onChange} onDismiss={close} position="bottom-end" width={360} shadow="xl" radius="md" trapFocus returnFocus>
      <Popover.Target>{children}</Popover.Target>
      <Popover.Dropdown p={0} aria-label={t('title')}>
        <MentionList onLeave={close} />
      </Popover.Dropdown>
    </Popover>
  );
}
