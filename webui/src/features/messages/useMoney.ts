import { useTranslation } from 'react-i18next';

import type { Language } from '@/api';
import { formatNumber } from '@/lib/format';

const NAMED = new Set(['IRR', 'IRT']);

/** An amount in its currency: rial and toman by name, others as the language writes them. */
export function useMoney(): (amount: string | number, currency: string) => string {
  const { t, i18n } = useTranslation('messages');
  return (amount, currency) => {
    const value = Number(amount);
    if (NAMED.has(currency)) return t(`currency.${currency as 'IRR' | 'IRT'}`, { amount: formatNumber(value, i18n.language as Language) });
    return value.toLocaleString(i18n.language, { style: 'currency', currency, minimumFractionDigits: 2, maximumFractionDigits: 4 });
  };
}
