import { Autocomplete, NativeSelect, Select, SegmentedControl, Textarea, TextInput } from '@mantine/core';
import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';

import { dirOf } from '@/components/dirOf';
import { toAscii } from '@/lib/format';
import { useSession } from '@/lib/session';

import { useColleagues } from '../list/lookups';
import { DayInput } from './DayInput';
import type { ProfileField } from './fields';
import { OrganisationInput } from './OrganisationInput';
import { useCountries, useStages } from './useChoices';

interface Props {
  field: ProfileField;
  label: string;
  /** Said beside it instead of above it. */
  bare?: boolean;
  value: string;
  onChange: (value: string) => void;
  error?: ReactNode;
  autoFocus?: boolean;
}

/** What a field is written with, by its kind. */
export function FieldEditor({ field, label, bare, value, onChange, error, autoFocus }: Props) {
  const { t } = useTranslation('profile');
  const named = bare ? { 'aria-label': label } : { label };
  const common = { ...named, error, autoFocus, 'data-autofocus': autoFocus };
  const none = { value: '', label: t('unknown') };
  switch (field.kind) {
    case 'kind':
      return <KindInput label={label} value={value} onChange={onChange} />;
    case 'organisation':
      return <OrganisationInput label={label} bare={bare} value={value} onChange={onChange} />;
    case 'person':
      return <PersonInput common={common} value={value} onChange={onChange} />;
    case 'language':
      return (
        <NativeSelect
          {...common}
          data={[none, ...(['fa', 'en'] as const).map((name) => ({ value: name, label: t(`language.${name}`) }))]}
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
    case 'zone':
      return <ZoneInput common={common} value={value} onChange={onChange} />;
    case 'country':
      return <CountryInput common={common} value={value} onChange={onChange} />;
    case 'choice':
      return (
        <NativeSelect
          {...common}
          data={[none, ...[...new Set([...(field.options ?? []), ...(value === '' ? [] : [value])])].map((option) => ({ value: option, label: option }))]}
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
    case 'date':
      return <DayInput {...named} error={error} value={value} onChange={onChange} autoFocus={autoFocus} />;
    case 'long':
      return (
        <Textarea {...common} value={value} dir={dirOf(value)} autosize minRows={3} maxRows={14} maxLength={field.longest} onChange={(event) => onChange(event.currentTarget.value)} />
      );
    case 'number':
    case 'link':
      return (
        <TextInput
          {...common}
          dir="ltr"
          inputMode={field.kind === 'number' ? 'decimal' : 'url'}
          placeholder={field.kind === 'link' ? 'https://' : undefined}
          value={value}
          maxLength={field.longest}
          onChange={(event) => onChange(field.kind === 'number' ? toAscii(event.currentTarget.value).replace('٫', '.') : event.currentTarget.value)}
        />
      );
    default:
      return field.name === 'stage' ? (
        <StageInput common={common} value={value} onChange={onChange} />
      ) : (
        <TextInput {...common} value={value} dir={dirOf(value)} maxLength={field.longest} onChange={(event) => onChange(event.currentTarget.value)} />
      );
  }
}

interface Choice {
  common: object;
  value: string;
  onChange: (value: string) => void;
}

function KindInput({ label, value, onChange }: { label: string; value: string; onChange: (value: string) => void }) {
  const { t } = useTranslation('customers');
  const kinds = (['person', 'organisation'] as const).map((name) => ({ value: name, label: t(`kind.${name}`) }));
  return <SegmentedControl aria-label={label} value={value} onChange={onChange} data={kinds} />;
}

function PersonInput({ common, value, onChange }: Choice) {
  const { t } = useTranslation('profile');
  const me = useSession()?.user;
  const colleagues = useColleagues();
  const people = colleagues.map(({ id, name }) => ({ value: id, label: id === me?.id ? t('you', { name }) : name }));
  return (
    <NativeSelect {...common} data={[{ value: '', label: t('nobody') }, ...people]} value={value} onChange={(event) => onChange(event.currentTarget.value)} />
  );
}

function ZoneInput({ common, value, onChange }: Choice) {
  const { t } = useTranslation('profile');
  const zones = useMemo(() => Intl.supportedValuesOf('timeZone'), []);
  return (
    <Select {...common} searchable clearable limit={60} dir="ltr" data={zones} value={value || null} nothingFoundMessage={t('none')} onChange={(zone) => onChange(zone ?? '')} />
  );
}

function CountryInput({ common, value, onChange }: Choice) {
  const { t } = useTranslation('profile');
  const countries = useCountries();
  return (
    <Select {...common} searchable clearable limit={60} data={countries} value={value || null} nothingFoundMessage={t('none')} onChange={(code) => onChange(code ?? '')} />
  );
}

function StageInput({ common, value, onChange }: Choice) {
  const stages = useStages();
  return <Autocomplete {...common} data={stages} value={value} dir={dirOf(value)} maxLength={40} onChange={onChange} />;
}
