import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { Callout } from '@/components';
import { CustomerPicker } from '@/features/customers/CustomerPicker';
import { useProblemText } from '@/lib/http';

import { useChoose } from './actions';
import styles from './Forms.module.css';
import type { Offered } from './order';

interface Props {
  pop: Offered;
  onClose: () => void;
  onCreate: () => void;
}

/** Says that the caller is somebody the hub has already. */
export function LinkForm({ pop, onClose, onCreate }: Props) {
  const { t } = useTranslation('pops');
  const problem = useProblemText();
  const choose = useChoose(pop.call_id);
  return (
    <div className={styles.form} onKeyDown={(event) => event.code === 'Escape' && onClose()}>
      <CustomerPicker label={t('linkTitle')} busy={choose.isPending} onChoose={(id) => choose.mutate(id, { onSuccess: onClose })} />
      {choose.isError && (
        <Callout tone="bad" alert>
          {t('failed.choose', { reason: problem(choose.error) })}
        </Callout>
      )}
      <div className={styles.actions}>
        <Button variant="default" onClick={onCreate}>
          {t('create')}
        </Button>
        <Button variant="subtle" color="gray" onClick={onClose}>
          {t('back')}
        </Button>
      </div>
    </div>
  );
}
