import { PasswordInput, type PasswordInputProps } from '@mantine/core';
import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Icon } from '@/components';

import styles from './form.module.css';

interface Keyboard {
  persian: boolean | null;
  caps: boolean;
}

function useKeyboard() {
  const [keyboard, setKeyboard] = useState<Keyboard>({ persian: null, caps: false });
  const onKeyUp = (event: KeyboardEvent) => {
    const caps = event.getModifierState('CapsLock');
    const persian = /^[\u0600-\u06ff]$/.test(event.key) ? true : /^[a-z]$/i.test(event.key) ? false : keyboard.persian;
    if (caps !== keyboard.caps || persian !== keyboard.persian) setKeyboard({ persian, caps });
  };
  return { keyboard, onKeyUp };
}

/** A password, with what the dots hide: the keyboard's language and caps lock. */
export function PasswordField(props: PasswordInputProps) {
  const { t } = useTranslation('accounts');
  const { keyboard, onKeyUp } = useKeyboard();
  return (
    <div>
      <PasswordInput
        size="md"
        leftSection={<Icon name="lock" />}
        classNames={{ innerInput: styles.ltr }}
        visibilityToggleButtonProps={{ 'aria-label': t('field.showPassword') }}
        visibilityToggleIcon={({ reveal }) => <Icon name={reveal ? 'eye-off' : 'eye'} />}
        onKeyUp={onKeyUp}
        {...props}
      />
      {(keyboard.persian !== null || keyboard.caps) && (
        <div className={styles.hint} data-tone={keyboard.caps ? 'warn' : undefined} aria-live="polite">
          <Icon name="keyboard" size={14} />
          {keyboard.caps ? t('keyboard.caps') : keyboard.persian ? t('keyboard.persian') : t('keyboard.english')}
        </div>
      )}
    </div>
  );
}
