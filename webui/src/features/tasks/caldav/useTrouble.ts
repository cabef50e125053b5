import { useTranslation } from 'react-i18next';

import { ApiProblem, useProblemText } from '@/lib/http';

const PREFIX = 'calendar_';

/** What is wrong with a calendar or its server, in words: by the code of a state, or by the problem that the hub answered. */
export function useTrouble() {
  const { t, i18n } = useTranslation('caldav');
  const problem = useProblemText();
  const ofCode = (code: string, detail: string) => (i18n.exists(`problem.${code}`, { ns: 'caldav' }) ? i18n.t(`problem.${code}`, { ns: 'caldav', detail: detail || '–', defaultValue: '' }) : t('problem.internal'));
  const ofError = (error: unknown) => {
    if (!(error instanceof ApiProblem)) return problem(error);
    const code = [error.code, ...error.fields.map((one) => one.code)].find((one) => one.startsWith(PREFIX));
    return code ? ofCode(code.slice(PREFIX.length), '') : problem(error);
  };
  return { ofCode, ofError };
}
