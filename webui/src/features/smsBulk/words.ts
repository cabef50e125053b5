import { useTranslation } from 'react-i18next';

import { ApiProblem } from '@/lib/http';

/** Why somebody does not get a text to many, or did not, beside how many they are; with `why`, why all of it stands where it does. */
export function useReasonOf(): (reason: string, of?: 'reason' | 'why') => string {
  const { i18n } = useTranslation(['smsBulk', 'messages', 'outbox']);
  return (reason, of = 'reason') =>
    i18n
      .t([`smsBulk:${of}.${reason}`, `smsBulk:reason.${reason}`, `outbox:reason.${reason}`, `messages:reason.${reason}`], { defaultValue: reason })
      .replace(/\.$/, '');
}

/** What is wrong with the words in one language. */
export function useTextError(): (error: unknown, language: string) => string | undefined {
  const { t } = useTranslation('smsBulk');
  return (error, language) => {
    const found = error instanceof ApiProblem ? error.fields.find(({ field }) => field === `body.texts.${language}`) : undefined;
    if (!found) return undefined;
    if (found.code === 'syntax' || found.code === 'unknown_field') return t(`problem.${found.code}`);
    return t('problem.other', { detail: found.detail });
  };
}
