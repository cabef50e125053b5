import { Button, Checkbox, NativeSelect, Radio, SegmentedControl, Select, TagsInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useColleagues, useTags } from '@/features/customers/list/lookups';
import { countryName } from '@/features/pops/place';

import { ChangeProblem } from './ChangeProblem';
import styles from './Imports.module.css';
import type { Step } from './steps';
import type { Import, ImportOptions, Policy } from './types';
import { useChangeImport, useImportCommand } from './useImports';

const POLICIES: Policy[] = ['skip', 'update', 'merge'];
const REGIONS = ['IR', 'AE', 'AF', 'AT', 'AU', 'BR', 'CA', 'CH', 'DE', 'ES', 'FR', 'GB', 'IN', 'IQ', 'IT', 'MX', 'NL', 'SE', 'TR', 'US'];

/** What to do with those who are there already, and what all new ones get. */
export function RulesStep({ run, onStep }: { run: Import; onStep: (step: Step) => void }) {
  const { t, i18n } = useTranslation('imports');
  const change = useChangeImport(run.id);
  const command = useImportCommand(run.id);
  const [policy, setPolicy] = useState(run.policy);
  const [options, setOptions] = useState(run.options);
  const set = (part: Partial<ImportOptions>) => setOptions((known) => ({ ...known, ...part }));
  const busy = change.isPending || command.isPending;
  const look = () => {
    onStep('check');
    command.mutate('check');
  };
  const check = () => change.mutate({ policy, options }, { onSuccess: look });
  const regions = [{ value: '', label: t('rules.regionHub') }, ...REGIONS.map((value) => ({ value, label: countryName(value, i18n.language) }))];
  return (
    <>
      <div className={styles.body}>
        <form className={styles.step} onSubmit={(event) => {
            event.preventDefault();
            check();
          }}>
          <Radio.Group label={<h2>{t('rules.policy')}</h2>} description={t('rules.policyText')} value={policy} onChange={(value) => setPolicy(value)}>
            <div className={styles.choices}>
              {POLICIES.map((value) => (
                <Radio.Card key={value} value={value} className={styles.choice}>
                  <Radio.Indicator />
                  <span>
                    <b>{t(`rules.${value}`)}</b>
                    <span className={styles.aside}>{t(`rules.${value}Text`)}</span>
                  </span>
                </Radio.Card>
              ))}
            </div>
          </Radio.Group>
          <Matching options={options} onOptions={set} />
          <section>
            <h2>{t('rules.all')}</h2>
            <div className={styles.fields}>
              <AllGet options={options} onOptions={set} />
              <NativeSelect label={t('rules.region')} data={regions} value={options.region ?? ''} onChange={({ currentTarget: { value } }) => set({ region: value || null })} />
            </div>
          </section>
          <Checkbox label={t('rules.lenient')} description={t('rules.lenientText')} checked={options.lenient} onChange={(event) => set({ lenient: event.currentTarget.checked })} />
          <ChangeProblem error={change.error ?? command.error} />
        </form>
      </div>
      <footer className={styles.foot}>
        <Button loading={busy} onClick={check}>
          {t('rules.check')}
        </Button>
        <Button variant="default" onClick={() => onStep('columns')}>
          {t('back')}
        </Button>
      </footer>
    </>
  );
}

interface OptionsProps {
  options: ImportOptions;
  onOptions: (part: Partial<ImportOptions>) => void;
}

function Matching({ options, onOptions }: OptionsProps) {
  const { t } = useTranslation('imports');
  return (
    <Checkbox.Group label={<h2>{t('rules.match')}</h2>} value={options.match} onChange={(match) => onOptions({ match })}>
      <div className={styles.ticks}>
        <Checkbox value="phone" label={t('rules.matchPhone')} />
        <Checkbox value="email" label={t('rules.matchEmail')} />
        <MatchName options={options} onOptions={onOptions} />
      </div>
    </Checkbox.Group>
  );
}

function MatchName({ options, onOptions }: OptionsProps) {
  const { t } = useTranslation('imports');
  return (
    <SegmentedControl
      aria-label={t('rules.matchName')}
      value={String(options.match_name)}
      onChange={(value) => onOptions({ match_name: value === 'true' })}
      data={[
        { value: 'false', label: t('rules.nameAny') },
        { value: 'true', label: t('rules.nameSame') },
      ]}
    />
  );
}

function AllGet({ options, onOptions }: OptionsProps) {
  const { t } = useTranslation(['imports', 'customers']);
  const tags = useTags().map(({ name }) => name);
  const colleagues = useColleagues();
  return (
    <>
      <TagsInput label={t('imports:rules.tags')} data={tags} value={options.tags} maxTags={20} splitChars={[',', '،']} acceptValueOnBlur onChange={(next) => onOptions({ tags: next })} />
      <Select
        label={t('imports:rules.owner')}
        data={colleagues.map(({ id, name }) => ({ value: id, label: name }))}
        placeholder={t('imports:rules.nobody')}
        value={options.owner_id}
        searchable
        clearable
        clearButtonProps={{ 'aria-label': t('imports:rules.nobody') }}
        onChange={(owner_id) => onOptions({ owner_id })}
      />
      <div>
        <span className={styles.label}>{t('imports:rules.kind')}</span>
        <SegmentedControl
          fullWidth
          aria-label={t('imports:rules.kind')}
          value={options.kind}
          onChange={(kind) => onOptions({ kind })}
          data={(['person', 'organisation'] as const).map((value) => ({ value, label: t(`customers:kind.${value}`) }))}
        />
      </div>
    </>
  );
}
