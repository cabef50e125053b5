import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

import { countryName } from '@/features/pops/place';

const REGIONS =
  'AE AF AM AR AT AU AZ BD BE BG BH BR CA CH CL CN CO CY CZ DE DK EG ES FI FR GB GE GR HK HR HU ID IE IL IN IQ IR IT JO JP KG KR KW KZ LB LT LU LV LY MA MX MY NG NL NO NZ OM PH PK PL PS PT QA RO RS RU SA SE SG SI SK SY TH TJ TM TN TR TW UA US UZ VN YE ZA';

/** Countries by their names, in the reader's order. */
export function useCountries(): { value: string; label: string }[] {
  const { i18n } = useTranslation();
  return useMemo(() => {
    const named = REGIONS.split(' ').map((value) => ({ value, label: countryName(value, i18n.language) }));
    return named.sort((a, b) => a.label.localeCompare(b.label, i18n.language));
  }, [i18n.language]);
}

const STAGES = ['lead', 'prospect', 'customer', 'former'] as const;

/** Usual words for a stage; any other is one too. */
export function useStages(): string[] {
  const { t } = useTranslation('profile');
  return STAGES.map((name) => t(`stage.${name}`));
}
