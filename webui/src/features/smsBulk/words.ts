import { useTranslation } from 'react-i18next';

/** Why somebody does not get a text to many, or did not. */
export function useReasonOf(): (reason: string) => string {
  const { i18n } = useTranslation(['smsBulk', 'messages', 'outbox']);
  return (reason) =>
    i18n.t([`smsBulk:reason.${reason}`, `outbox:reason.${reason}`, `messages:reason.${reason}`], { defaultValue: reason });
}
