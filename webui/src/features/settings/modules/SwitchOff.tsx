import { Button, Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { Callout } from '@/components';

import page from '../page.module.css';
import type { useSwitch } from './useModules';
import { useRefusal } from './useNames';

/** Asks before a part goes: everybody loses it at once. */
export function SwitchOff({ name, change, onClose }: { name: string; change: ReturnType<typeof useSwitch>; onClose: () => void }) {
  const { t } = useTranslation(['modules', 'common']);
  const problem = useRefusal();
  return (
    <Modal opened onClose={onClose} title={t('modules:confirm.title', { name })} closeButtonProps={{ 'aria-label': t('common:action.close') }}>
      <div className={page.form}>
        {change.error && <Callout tone="bad" alert title={problem(change.error)} />}
        <p>{t('modules:confirm.text')}</p>
        <div className={page.buttons}>
          <Button variant="default" onClick={onClose}>
            {t('common:action.cancel')}
          </Button>
          <Button color="red" loading={change.isPending} onClick={() => change.mutate(false)}>
            {t('modules:confirm.go')}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
