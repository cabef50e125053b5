import { Button, Modal, SegmentedControl, Select } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Icon } from '@/components';

import { DayInput } from '../../customers/profile/DayInput';
import page from '../page.module.css';
import styles from '../suppressions/Suppressions.module.css';
import { CHANNELS, PURPOSES } from './useConsentImports';

const SAID = ['granted', 'withdrawn', 'denied', 'pending'] as const;

/** The log of consent, or a part of it, as a file. */
export function ExportDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(['consentFiles', 'consent', 'common']);
  const [channel, setChannel] = useState<string | null>(null);
  const [purpose, setPurpose] = useState<string | null>(null);
  const [state, setState] = useState<string | null>(null);
  const [since, setSince] = useState('');
  const [until, setUntil] = useState('');
  const [format, setFormat] = useState('csv');
  const asked = { channel, purpose, state, since: momentOf(since), until: momentOf(until), format };
  const query = new URLSearchParams(Object.entries(asked).filter((pair): pair is [string, string] => pair[1] !== null));
  const every = { placeholder: t('consentFiles:file.every'), clearable: true, clearButtonProps: { 'aria-label': t('consentFiles:file.every') } };
  return (
    <Modal opened size={560} onClose={onClose} title={t('consentFiles:file.title')} closeButtonProps={{ 'aria-label': t('common:action.close') }}>
      <div className={page.form}>
        <p className={page.aside}>{t('consentFiles:file.about')}</p>
        <div className={styles.pair}>
          <Select {...every} label={t('consent:field.channel')} data={CHANNELS.map((value) => ({ value, label: t(`consent:channel.${value}`) }))} value={channel} onChange={setChannel} />
          <Select {...every} label={t('consent:field.purpose')} data={PURPOSES.map((value) => ({ value, label: t(`consent:purpose.${value}`) }))} value={purpose} onChange={setPurpose} />
          <Select {...every} label={t('consentFiles:file.state')} data={SAID.map((value) => ({ value, label: t(`consent:said.${value}`) }))} value={state} onChange={setState} />
          <div>
            <div className={page.label}>{t('consentFiles:file.format')}</div>
            <SegmentedControl fullWidth aria-label={t('consentFiles:file.format')} value={format} onChange={setFormat} data={(['csv', 'xlsx'] as const).map((value) => ({ value, label: t(`consentFiles:file.${value}`) }))} />
          </div>
          <DayInput label={t('consentFiles:file.since')} value={since} onChange={setSince} />
          <DayInput label={t('consentFiles:file.until')} value={until} onChange={setUntil} />
        </div>
        <div className={page.buttons}>
          <Button variant="default" onClick={onClose}>
            {t('common:action.close')}
          </Button>
          <Button component="a" href={`/api/consents/export?${query}`} download leftSection={<Icon name="download" />}>
            {t('consentFiles:file.download')}
          </Button>
        </div>
      </div>
    </Modal>
  );
}

/** The beginning of a day where the reader is. */
const momentOf = (day: string) => (/^\d{4}-\d{2}-\d{2}$/.test(day) ? new Date(`${day}T00:00`).toISOString() : null);
