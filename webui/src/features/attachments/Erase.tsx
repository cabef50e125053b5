import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { http, useProblemText } from '@/lib/http';

import styles from './Attachments.module.css';

interface Props {
  id: string;
  name: string;
  onErased: () => void;
}

/** Erases a file for good, when it was asked for twice. */
export function Erase({ id, name, onErased }: Props) {
  const { t } = useTranslation('attachments');
  const problem = useProblemText();
  const [sure, setSure] = useState(false);
  const erase = useMutation({ mutationFn: () => http.delete(`/api/attachments/${id}`), onSuccess: onErased });
  if (!sure)
    return (
      <button type="button" className={styles.plain} aria-label={t('eraseOne', { name })} onClick={() => setSure(true)}>
        {t('erase')}
      </button>
    );
  return (
    <span className={styles.sure}>
      <button type="button" className={styles.bad} autoFocus disabled={erase.isPending} onClick={() => erase.mutate()}>
        {t('eraseSure')}
      </button>
      <button type="button" className={styles.plain} disabled={erase.isPending} onClick={() => setSure(false)}>
        {t('keep')}
      </button>
      {erase.error && <span role="alert">{problem(erase.error)}</span>}
    </span>
  );
}
