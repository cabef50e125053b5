import { Button, Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import page from '../page.module.css';

/** Asks whether unsaved words are to be lost. */
export function LeaveDialog({ onStay, onLeave }: { onStay: () => void; onLeave: () => void }) {
  const { t } = useTranslation(['templates', 'common']);
  return (
    <Modal opened onClose={onStay} title={t('templates:leave.title')} closeButtonProps={{ 'aria-label': t('common:action.close') }}>
      <div className={page.form}>
        <p>{t('templates:leave.text')}</p>
        <div className={page.buttons}>
          <Button variant="default" onClick={onLeave}>
            {t('templates:leave.leave')}
          </Button>
          <Button data-autofocus onClick={onStay}>
            {t('templates:leave.stay')}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
