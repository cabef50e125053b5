import { Button, NativeSelect, Switch } from '@mantine/core';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';

import { Icon } from '@/components';
import { useRingPrefs } from '@/features/pops/attention/prefs';

import styles from './RingingPage.module.css';
import { useDevices } from './useDevices';
import { useTestTone } from './useTestTone';

/** Whether, how loud and where this computer rings; tried with the tone of a call. */
export function SoundPart() {
  const { t } = useTranslation('ringing');
  const [prefs, change] = useRingPrefs();
  const test = useTestTone();
  const volume = useId();
  return (
    <section className={styles.part}>
      <h2>{t('sound.title')}</h2>
      <Switch
        label={t('sound.on')}
        description={t('sound.text')}
        checked={prefs.sound}
        onChange={(event) => change({ sound: event.currentTarget.checked })}
      />
      <div className={styles.volume}>
        <label htmlFor={volume}>{t('sound.volume')}</label>
        <input
          id={volume}
          type="range"
          min={0.05}
          max={1}
          step={0.05}
          value={prefs.volume}
          onChange={(event) => change({ volume: Number(event.currentTarget.value) })}
        />
      </div>
      <Device device={prefs.device} onChange={(device) => change({ device })} />
      <div className={styles.test}>
        <Button variant="default" leftSection={<Icon name="player-play" />} onClick={() => void test.ring(prefs)}>
          {t('sound.test')}
        </Button>
        <span role="status">{test.answer && t(`sound.answer.${test.answer}`)}</span>
      </div>
    </section>
  );
}

/** The device that rings may be another than the one that is talked on, which is the phone's own. */
function Device({ device, onChange }: { device: string; onChange: (device: string) => void }) {
  const { t } = useTranslation('ringing');
  const { able, devices, refused, name } = useDevices();
  if (!able) return <p>{t('device.unable')}</p>;
  const gone = device !== '' && devices.length > 0 && !devices.some(({ id }) => id === device);
  const choices = [
    { value: '', label: t('device.default') },
    ...devices.map(({ id, name: label }) => ({ value: id, label })),
    ...(gone ? [{ value: device, label: t('device.gone') }] : []),
  ];
  return (
    <>
      <NativeSelect
        label={t('device.label')}
        description={t('device.text')}
        data={choices}
        value={device}
        disabled={devices.length === 0}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      {devices.length === 0 && (
        <div className={styles.test}>
          <Button variant="default" onClick={() => void name()}>
            {t('device.name')}
          </Button>
          <span role="status">{t(refused ? 'device.refused' : 'device.why')}</span>
        </div>
      )}
    </>
  );
}
