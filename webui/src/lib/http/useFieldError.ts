import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';

import { ApiProblem } from './problem';

/** `(error, 'email')` → what the hub says about that field of the body, in the reader's language; undefined when nothing. */
export function useFieldError(): (error: unknown, name: string) => string | undefined {
  const { i18n } = useTranslation('errors');
  return useCallback(
    (error: unknown, name: string) => {
      if (!(error instanceof ApiProblem)) return undefined;
      const found = error.fields.find(({ field }) => field === name || field === `body.${name}`);
      return found && i18n.t(`field.${found.code}`, { ns: ['errors', 'problems'], defaultValue: found.detail, detail: found.detail });
    },
    [i18n],
  );
}
