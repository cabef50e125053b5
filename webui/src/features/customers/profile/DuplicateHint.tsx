import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import type { Customer } from '@/api';
import { Callout } from '@/components';
import { useFormat } from '@/lib/format';

import styles from './Profile.module.css';
import { useDismiss, useDuplicatesOf } from './useProfile';

/** Somebody else in the hub who may be the same. */
export function DuplicateHint({ customer }: { customer: Customer }) {
  const { t } = useTranslation('profile');
  const { digits } = useFormat();
  const pair = useDuplicatesOf(customer.id)[0];
  const dismiss = useDismiss();
  if (!pair) return null;
  const other = pair.a.id === customer.id ? pair.b : pair.a;
  const reasons = pair.reasons.map(({ code, value }) => {
    const shown = code === 'phone' ? `\u2066${digits(value)}\u2069` : code === 'email' ? `\u2066${value}\u2069` : value;
    return t(`duplicate.${code}`, { value: shown });
  });
  return (
    <div className={styles.hint}>
      <Callout tone="info">
        <p>
          {t('duplicate.maybe')} <Link to={`/customers/${other.id}`}>{other.name}</Link>
        </p>
        <p className={styles.small}>{reasons.join(t('comma'))}</p>
        <div className={styles.buttons}>
          <Button size="xs" variant="default" component={Link} to={`/customers/${customer.id}/merge/${other.id}`}>
            {t('duplicate.compare')}
          </Button>
          <Button size="xs" variant="subtle" color="gray" loading={dismiss.isPending} onClick={() => dismiss.mutate(pair.id)}>
            {t('duplicate.dismiss')}
          </Button>
        </div>
      </Callout>
    </div>
  );
}
