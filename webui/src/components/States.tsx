import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { useProblemText } from '@/lib/http';

import { Icon } from './Icon';
import type { IconName } from './icons';
import styles from './States.module.css';

interface EmptyProps {
  icon: IconName;
  title: string;
  /** What will appear here, or what to do next. */
  text?: ReactNode;
  /** It stands for the whole page, so its title is the page's. */
  page?: boolean;
  children?: ReactNode;
}

/** An empty list: what will appear, and one way to begin (as children). */
export function EmptyState({ icon, title, text, page, children }: EmptyProps) {
  const Title = page ? 'h1' : 'h2';
  return (
    <div className={styles.state}>
      <span className={styles.mark}>
        <Icon name={icon} size={22} />
      </span>
      <Title>{title}</Title>
      {text && <p>{text}</p>}
      {children && <div className={styles.actions}>{children}</div>}
    </div>
  );
}

/** A list or page that could not be loaded: what happened, and a way to try again. */
export function ErrorState({ error, retry }: { error: unknown; retry?: () => void }) {
  const { t } = useTranslation('common');
  const text = useProblemText();
  return (
    <div className={styles.state} role="alert">
      <span className={styles.mark} data-tone="bad">
        <Icon name="alert-triangle" size={22} />
      </span>
      <h2>{t('error.title')}</h2>
      <p>{text(error)}</p>
      {retry && (
        <div className={styles.actions}>
          <Button variant="default" onClick={retry}>
            {t('action.tryAgain')}
          </Button>
        </div>
      )}
    </div>
  );
}
