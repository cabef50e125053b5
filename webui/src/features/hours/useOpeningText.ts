import { useTranslation } from 'react-i18next';

import { daysAgo, formatDay, formatTime, useFormat } from '@/lib/format';
import { hubNow } from '@/lib/clock';

import type { Opening } from './types';

/** Says how it stands: `Open until 17:00`, `Closed, opens Saturday 09:00`. */
export function useOpeningText() {
  const { t } = useTranslation('hours');
  const { style } = useFormat();
  const moment = (iso: string, from: number = hubNow()) => {
    const time = formatTime(iso, style);
    const ahead = -daysAgo(iso, style.timeZone, from);
    if (ahead === 0) return t('moment.today', { time });
    if (ahead === 1) return t('moment.tomorrow', { time });
    const locale = style.language === 'fa' ? 'fa-IR' : 'en-GB';
    const weekday = new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: style.timeZone }).format(new Date(iso));
    const day = ahead > 1 && ahead < 7 ? weekday : t('moment.day', { weekday, day: formatDay(iso, style, from) });
    return t('moment.at', { day, time });
  };
  const whole = (opening: Opening, from?: number) => {
    if (opening.open) return opening.until ? t('state.openUntil', { moment: moment(opening.until, from) }) : t('state.open');
    const opens = opening.until ? moment(opening.until, from) : null;
    const name = opening.name ?? '';
    const why = opening.why === 'closed_today' ? 'today' : opening.why === 'holiday' && name ? 'holiday' : 'plain';
    return opens ? t(`state.${why}Opens`, { moment: opens, name }) : t(`state.${why}`, { name });
  };
  return { moment, text: whole };
}
