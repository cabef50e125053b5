import { Button, type ButtonProps, Modal, type ModalProps } from '@mantine/core';
import type { ReactNode, SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { useProblemText } from '@/lib/http';

import { Callout } from './Callout';
import styles from './FormDialog.module.css';

interface Props {
  title: ReactNode;
  children: ReactNode;
  onClose: () => void;
  onSubmit: () => void;
  /** What went wrong, told above the fields; null where a field tells it. */
  error?: unknown;
  /** The word on the button; "Save" without one. */
  submit?: ReactNode;
  busy?: boolean;
  /** False: nothing to send yet. */
  ready?: boolean;
  size?: ModalProps['size'];
  /** What it does is not undone. */
  danger?: boolean;
  /** A press beside it does not throw away what was written. */
  keep?: boolean;
  button?: ButtonProps;
}

/** A dialog that asks for something: what went wrong first, then the fields, "Cancel" and the one thing that it does. */
export function FormDialog({ title, children, onClose, onSubmit, error = null, submit, busy = false, ready = true, size, danger = false, keep = false, button }: Props) {
  const { t } = useTranslation('common');
  const problem = useProblemText();
  const send = (event: SyntheticEvent) => {
    event.preventDefault();
    // A dialog inside another's tree must not send that one too.
    event.stopPropagation();
    if (ready && !busy) onSubmit();
  };
  return (
    <Modal opened onClose={onClose} title={title} {...(size && { size })} closeOnClickOutside={!keep} closeButtonProps={{ 'aria-label': t('action.close') }}>
      <form className={styles.form} onSubmit={send} noValidate>
        {error !== null && <Callout tone="bad" alert title={problem(error)} />}
        {children}
        <div className={styles.buttons}>
          <Button variant="default" onClick={onClose}>
            {t('action.cancel')}
          </Button>
          <Button type="submit" loading={busy} disabled={!ready} {...(danger && { color: 'red' })} {...button}>
            {submit ?? t('action.save')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
