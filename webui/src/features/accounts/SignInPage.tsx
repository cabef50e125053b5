import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate, useSearchParams } from 'react-router';

import type { Extension, Session } from '@/api';
import { Callout, ErrorState } from '@/components';
import { switchLanguage } from '@/i18n';
import { http } from '@/lib/http';
import { sessionQuery, setSession } from '@/lib/session';

import { DeskStep } from './DeskStep';
import { FrontDoor } from './FrontDoor';
import { SignInForm } from './SignInForm';
import { usePublic } from './usePublic';

interface Choosing {
  session: Session;
  extensions: Extension[];
}

/** Where to go after signing in: a path of this site only. */
function safePath(next: string | null): string {
  return next?.startsWith('/') && !next.startsWith('//') ? next : '/';
}

async function extensionsToChoose(session: Session): Promise<Extension[]> {
  if (session.extension || !session.permissions.includes('calls:control')) return [];
  const { items } = await http.get<{ items: Extension[] }>('/api/extensions').catch(() => ({ items: [] as Extension[] }));
  return items.sort((a, b) => Number(a.holder !== null) - Number(b.holder !== null));
}

export function SignInPage() {
  const { t } = useTranslation('accounts');
  const [params] = useSearchParams();
  const session = useQuery(sessionQuery);
  const { data: hub, error, refetch } = usePublic();
  const [choosing, setChoosing] = useState<Choosing | null>(null);
  const signedIn = async (answer: Session) => {
    await switchLanguage(answer.user.language);
    const extensions = await extensionsToChoose(answer);
    if (extensions.length > 0) setChoosing({ session: answer, extensions });
    else setSession(answer);
  };
  if (session.data && !choosing) return <Navigate to={safePath(params.get('next'))} replace />;
  if (hub?.setup_needed) return <Navigate to="/setup" replace />;
  if (error && !hub) return <ErrorState error={error} retry={() => void refetch()} />;
  if (!hub) return null;
  if (choosing) {
    return (
      <FrontDoor title={t('desk.title')} text={t('desk.text')}>
        <DeskStep
          extensions={choosing.extensions}
          onChosen={(answer) => {
            setSession(answer ?? choosing.session);
            setChoosing(null);
          }}
        />
      </FrontDoor>
    );
  }
  return (
    <FrontDoor title={t('signIn.title', { organisation: hub.organisation })} text={t('signIn.text')}>
      {hub.sandbox && (
        <Callout tone="warn" title={t('sandbox.title')}>
          {t('sandbox.text')}
        </Callout>
      )}
      <SignInForm demo={hub.demo?.accounts ?? []} onSignedIn={(answer) => void signedIn(answer)} />
    </FrontDoor>
  );
}
