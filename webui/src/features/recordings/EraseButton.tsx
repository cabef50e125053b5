import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Recording } from '@/api';
import { http, queryClient, useProblemText } from '@/lib/http';

import styles from './Recordings.module.css';

/** Erases a recording, when it was asked for twice. */
export function EraseButton({ item }: { item: Recording }) {
  const { t } = useTranslation('recordings');
  const text = useProblemText();
  const [sure, setSure] = useState(false);
  const erase = useMutation({
    mutationFn: () => http.delete(`/api/recordings/${item.id}`),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['recordings', item.call_id] }),
  });
  if (erase.isError) return <span role="alert">{text(erase.error)}</span>;
  if (!sure) return <button type="button" className={styles.plain} onClick={() => setSure(true)}>{t('erase')}</button>;
  return (
    <>
      <button type="button" className={styles.bad} disabled={erase.isPending} onClick={() => erase.mutate()}>
        {t('eraseSure')}
      </button>
      <button type="button" className={styles.plain} onClick={() => setSure(false)}>
        {t('keep')}
      </button>
    </>
  );
}
