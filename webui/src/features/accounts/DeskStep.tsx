import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import type { Extension, Session } from '@/api';
import { Icon, PhoneNumber } from '@/components';
import { http } from '@/lib/http';

import { rememberExtension } from './extensions';
import styles from './form.module.css';
import { SignInProblem } from './SignInProblem';

interface Props {
  extensions: Extension[];
  onChosen: (session: Session | null) => void;
}

/** After signing in: the phone at this desk. Calls to it then come to this person, and no longer to who held it. */
export function DeskStep({ extensions, onChosen }: Props) {
  const { t } = useTranslation('accounts');
  const claim = useMutation({
    mutationFn: (id: string) => http.put<Session>('/api/me/extension', { extension_id: id }),
    onSuccess: (session, id) => {
      rememberExtension(id);
      onChosen(session);
    },
  });
  return (
    <>
      <SignInProblem error={claim.error} />
      <div className={styles.desks}>
        {extensions.map((extension) => (
          <button key={extension.id} type="button" className={styles.account} disabled={claim.isPending} onClick={() => claim.mutate(extension.id)}>
            <Icon name="desk-phone" size={20} />
            <span className="pv-cut">
              <b>
                <PhoneNumber number={extension.number} />
              </b>{' '}
              {extension.label}
            </span>
            <span className={styles.aside}>{extension.holder ? t('desk.held', { name: extension.holder.name }) : t('desk.free')}</span>
          </button>
        ))}
      </div>
      <Button variant="default" size="lg" fullWidth onClick={() => onChosen(null)}>
        {t('desk.skip')}
      </Button>
    </>
  );
}
