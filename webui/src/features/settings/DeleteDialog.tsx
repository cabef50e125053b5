import { Button, Modal } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { Callout } from '@/components';
import { http, queryClient, useProblemText } from '@/lib/http';

import page from './page.module.css';

interface Props {
  title: string;
  /** What becomes of what hangs on it. */
  text: ReactNode;
  path: string;
  /** The one that was read: another is not deleted. */
  version?: number;
  /** The list that is read again. */
  list: string;
  /** The word on the button, where nothing is deleted. */
  word?: string;
  onClose: () => void;
}

/** Asks before something goes. */
export function DeleteDialog({ title, text, path, version, list, word, onClose }: Props) {
  const { t } = useTranslation('common');
  const problem = useProblemText();
  const removal = useMutation({
    mutationFn: () => http.delete(path, version === undefined ? {} : { headers: { 'If-Match': `"${version}"` } }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: [list] });
      onClose();
    },
  });
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t('action.close') }}>
      <div className={page.form}>
        {removal.error && <Callout tone="bad" alert title={problem(removal.error)} />}
        <p>{text}</p>
        <div className={page.buttons}>
          <Button variant="default" onClick={onClose}>
            {t('action.cancel')}
          </Button>
          <Button color="red" loading={removal.isPending} onClick={() => removal.mutate()}>
            {word ?? t('action.delete')}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
