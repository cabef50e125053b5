import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { toAscii } from '@/lib/format';

import styles from './TransferPopup.module.css';

/** A number or extension typed by hand. */
export function TransferNumber({ onChoose }: { onChoose: (number: string, asking: boolean) => void }) {
  const { t } = useTranslation('calls');
  const [text, setText] = useState('');
  const number = toAscii(text).replace(/[\s()-]/g, '');
  const valid = /^[+*#\d]{2,}$/.test(number);
  const submit = () => {
    if (valid) onChoose(number, false);
  };
  return (
    <form className={styles.number} onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <TextInput
        label={t('transfer.numberLabel')}
        description={t('transfer.numberHint')}
        value={text}
        dir="ltr"
        inputMode="tel"
        autoComplete="off"
        data-autofocus
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <div className={styles.ways}>
        <Button variant="default" disabled={!valid} onClick={() => onChoose(number, true)}>
          {t('transfer.ask')}
        </Button>
        <Button type="submit" disabled={!valid}>
          {t('transfer.go')}
        </Button>
      </div>
    </form>
  );
}
