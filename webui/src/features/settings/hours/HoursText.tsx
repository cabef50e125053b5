import { useTranslation } from 'react-i18next';

import type { HoursSpan } from '@/features/hours/types';
import { useFormat } from '@/lib/format';

/** `09:00–12:30, 13:30–18:00`, in the reader's digits. */
export function HoursText({ spans }: { spans: HoursSpan[] }) {
  const { t } = useTranslation('hours');
  const { digits } = useFormat();
  return (
    <>
      {spans.map(({ start, end, next_day }, place) => (
        <span key={start}>
          {place > 0 && t('comma')}
          {t(next_day ? 'spanNext' : 'span', { start: digits(start), end: digits(end) })}
        </span>
      ))}
    </>
  );
}
