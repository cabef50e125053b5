import { Button, Modal, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Callout } from '@/components';
import { useProblemText } from '@/lib/http';

import page from '../page.module.css';
import { type Chosen, useDiscard } from './useParked';

interface Props {
  what: string | Chosen;
  title: string;
  text: string;
  onClose: () => void;
}

/** Asks why before something is thrown away for good. */
export function DiscardDialog({ what, title, text, onClose }: Props) {
  const { t } = useTranslation(['parked', 'common']);
  const problem = useProblemText();
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const discard = useDiscard();
  const blank = reason.trim() === '';
  const submit = (event: React.SubmitEvent) => {
    event.preventDefault();
    setTried(true);
    if (!blank) discard.mutate({ what, reason: reason.trim() }, { onSuccess: onClose });
  };
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t('common:action.close') }}>
      <form className={page.form} onSubmit={submit} noValidate>
        {discard.error && <Callout tone="bad" alert title={problem(discard.error)} />}
        <p>{text}</p>
        <TextInput
          data-autofocus
          label={t('parked:why')}
          description={t('parked:whyText')}
          error={tried && blank ? t('parked:whyMissing') : undefined}
          maxLength={300}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
        <div className={page.buttons}>
          <Button variant="default" onClick={onClose}>
            {t('common:action.cancel')}
          </Button>
          <Button type="submit" color="red" loading={discard.isPending}>
            {t('parked:discard')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
