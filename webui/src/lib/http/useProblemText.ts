import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';

import { ApiProblem } from './problem';

const NAMESPACES = ['errors', 'problems'] as const;

/** What went wrong, in the reader's language; the hub's English only where the code is unknown. */
export function useProblemText(): (error: unknown) => string {
  const { t, i18n } = useTranslation('errors');
  return useCallback(
    (error: unknown) => {
      if (!(error instanceof ApiProblem)) return t('unexpected');
      const key = `code.${error.code}`;
      if (i18n.exists(key, { ns: NAMESPACES })) return i18n.t(key, { ns: NAMESPACES, defaultValue: error.detail });
      if (error.status >= 500) return t('server');
      return error.detail || t('unexpected');
    },
    [t, i18n],
  );
}
