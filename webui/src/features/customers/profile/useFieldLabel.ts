import { useTranslation } from 'react-i18next';

import { PREFIX, type ProfileField } from './fields';

const OWN = ['name', 'kind', 'job_title', 'organisation_id', 'owner_id', 'stage', 'language', 'time_zone', 'city', 'country', 'note'] as const;

/** What a field is called: ours by the texts, the organisation's own by its label. */
export function useFieldLabel(): (field: Pick<ProfileField, 'name' | 'label'>) => string {
  const { t } = useTranslation('profile');
  return ({ name, label }) => {
    const own = OWN.find((one) => one === name);
    return own ? t(`field.${own}`) : (label ?? name.replace(PREFIX, ''));
  };
}
