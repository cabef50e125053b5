import { Button } from '@mantine/core';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { Callout, Icon } from '@/components';
import { useProblemText } from '@/lib/http';

import styles from './FollowUp.module.css';
import { FollowUpFields } from './FollowUpFields';
import { type Origin, useFollowUp } from './useFollowUp';

interface Props extends Origin {
  autoFocus?: boolean;
  onClose?: () => void;
}

/** A promise or follow-up in one line: what, which day, and whether the customer was told so. */
export function FollowUp({ callId, customerId, autoFocus, onClose }: Props) {
  const { t } = useTranslation(['tasks', 'common']);
  const follow = useFollowUp({ callId, customerId }, { day: 'today', promise: true });
  const { make, ready } = follow;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.code !== 'Escape' || !onClose) return;
    event.stopPropagation();
    onClose();
  };
  return (
    <form
      className={styles.form}
      onKeyDown={onKeyDown}
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) void follow.save().catch(() => undefined);
      }}
    >
      <FollowUpFields follow={follow} autoFocus={autoFocus} />
      <div className={styles.line}>
        <span className={styles.end}>
          {onClose && (
            <Button size="xs" variant="subtle" color="gray" onClick={onClose}>
              {t('common:action.close')}
            </Button>
          )}
          <Button type="submit" size="xs" disabled={!ready} loading={make.isPending}>
            {t('tasks:add')}
          </Button>
        </span>
      </div>
      <FollowUpOutcome follow={follow} />
    </form>
  );
}

/** Whether it was kept. */
export function FollowUpOutcome({ follow: { make, typed } }: { follow: ReturnType<typeof useFollowUp> }) {
  const { t } = useTranslation('tasks');
  const problem = useProblemText();
  return (
    <>
      <div role="status">
        {make.isSuccess && !typed && (
          <p className={styles.made}>
            <Icon name="circle-check" size={14} />
            <span className="pv-cut">{t('follow.made', { title: make.data.title })}</span>
          </p>
        )}
      </div>
      {make.error && (
        <Callout tone="bad" alert>
          {problem(make.error)}
        </Callout>
      )}
    </>
  );
}
