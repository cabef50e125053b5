import { Button, Modal } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import type { Extension } from '@/api';
import { Callout } from '@/components';
import { useFormat } from '@/lib/format';
import { http, queryClient, useProblemText } from '@/lib/http';

import page from './page.module.css';

/** Asks before an extension goes: calls that ring there then reach nobody's page. */
export function DeleteExtension({ extension, onClose }: { extension: Extension; onClose: () => void }) {
  const { t } = useTranslation(['settings', 'common']);
  const { digits } = useFormat();
  const text = useProblemText();
  const removal = useMutation({
    mutationFn: () => http.delete(`/api/extensions/${extension.id}`),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ['extensions'] });
      onClose();
    },
  });
  const number = digits(extension.number);
  return (
    <Modal opened onClose={onClose} title={t('settings:extensions.deleteOne', { number })} closeButtonProps={{ 'aria-label': t('common:action.close') }}>
      <div className={page.form}>
        {removal.error && <Callout tone="bad" alert title={text(removal.error)} />}
        <p>{t('settings:extensions.deleteText')}</p>
        <div className={page.buttons}>
          <Button variant="default" onClick={onClose}>
            {t('common:action.cancel')}
          </Button>
          <Button color="red" loading={removal.isPending} onClick={() => removal.mutate()}>
            {t('common:action.delete')}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
