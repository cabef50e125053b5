import { useTranslation } from 'react-i18next';
import { Navigate } from 'react-router';

import { useSession } from '@/lib/session';

import { FrontDoor } from './FrontDoor';
import { SetupForm } from './SetupForm';
import { usePublic } from './usePublic';

/** The first start: names the organisation and makes its administrator, guarded by the token from the hub's log. */
export function SetupPage() {
  const { t } = useTranslation('accounts');
  const session = useSession();
  const { data: hub } = usePublic();
  if (session) return <Navigate to="/" replace />;
  if (hub && !hub.setup_needed) return <Navigate to="/sign-in" replace />;
  return (
    <FrontDoor title={t('setup.title')} text={t('setup.text')}>
      <SetupForm />
    </FrontDoor>
  );
}
