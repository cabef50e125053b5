import { useTranslation } from 'react-i18next';

import { Callout } from '@/components';
import { useFormat } from '@/lib/format';
import { ApiProblem, useProblemText } from '@/lib/http';

/** Why signing in or unlocking did not work, and what to do. */
export function SignInProblem({ error }: { error: unknown }) {
  const { t } = useTranslation('accounts');
  const { span } = useFormat();
  const text = useProblemText();
  if (!error) return null;
  if (error instanceof ApiProblem && error.status === 429) {
    return (
      <Callout tone="bad" alert title={t('problem.throttled')}>
        {t('problem.throttledText', { span: span(error.retryAfter ?? 60) })}
      </Callout>
    );
  }
  if (error instanceof ApiProblem && (error.code === 'sign_in_failed' || error.code === 'wrong_password')) {
    return (
      <Callout tone="bad" alert title={t('problem.wrong')}>
        {t('problem.wrongText')}
      </Callout>
    );
  }
  return <Callout tone="bad" alert title={text(error)} />;
}
