import { Button, SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { RenderedTemplate, TemplateChannel, TemplatePreview } from '@/api';
import { Callout, ChannelIcon, Icon } from '@/components';
import { SmsLine } from '@/components/SmsLine';
import { CustomerPicker } from '@/features/customers/CustomerPicker';
import { useProblemText } from '@/lib/http';
import { useCan } from '@/lib/session';

import styles from './Templates.module.css';
import { DIRECTIONS, LANGUAGES, type TemplateLanguage } from './types';

interface Props {
  channel: TemplateChannel;
  preview: TemplatePreview | undefined;
  error: unknown;
  customerId: string | null;
  onCustomer: (id: string | null) => void;
}

/** The message as it would reach somebody: a made-up person, or a real customer who is chosen. */
export function Preview({ channel, preview, error, customerId, onCustomer }: Props) {
  const { t } = useTranslation('templates');
  const problem = useProblemText();
  const [wanted, setWanted] = useState<TemplateLanguage | null>(null);
  const written = LANGUAGES.filter((language) => preview?.messages[language]);
  const theirs = preview?.language ?? null;
  const shown = written.find((one) => one === wanted) ?? written.find((one) => one === theirs) ?? written[0];
  const message = shown && preview?.messages[shown];
  return (
    <aside className={styles.preview} aria-label={t('preview')}>
      <header>
        <h2>{t('preview')}</h2>
        {written.length > 1 && (
          <SegmentedControl
            aria-label={t('previewLanguage')}
            value={shown}
            onChange={(value) => setWanted(value)}
            data={written.map((value) => ({ value, label: t(`language.${value}`) }))}
          />
        )}
      </header>
      <Whom customer={preview?.customer ?? null} customerId={customerId} onCustomer={onCustomer} />
      {error ? <Callout tone="bad" alert title={problem(error)} /> : null}
      {message ? <Message channel={channel} language={shown} message={message} /> : <p className={styles.nothing}>{t('nothingYet')}</p>}
    </aside>
  );
}

function Whom({ customer, customerId, onCustomer }: { customer: string | null; customerId: string | null; onCustomer: (id: string | null) => void }) {
  const { t } = useTranslation('templates');
  const may = useCan('customers:read');
  const [choosing, setChoosing] = useState(false);
  const choose = (id: string | null) => {
    setChoosing(false);
    onCustomer(id);
  };
  return (
    <div className={styles.whom}>
      <p>
        <Icon name="user" size={16} />
        <span className="pv-cut">{customerId ? <bdi>{customer ?? '…'}</bdi> : t('madeUp')}</span>
        <span className={styles.end}>
          {customerId && (
            <Button variant="subtle" size="compact-xs" onClick={() => choose(null)}>
              {t('madeUpAgain')}
            </Button>
          )}
          {may && (
            <Button variant="subtle" size="compact-xs" aria-expanded={choosing} onClick={() => setChoosing(!choosing)}>
              {t('chooseCustomer')}
            </Button>
          )}
        </span>
      </p>
      {choosing && <CustomerPicker label={t('customer')} busy={false} onChoose={choose} />}
    </div>
  );
}

function Message({ channel, language, message }: { channel: TemplateChannel; language: TemplateLanguage; message: RenderedTemplate }) {
  const { t } = useTranslation('templates');
  return (
    <>
      <div className={styles.message} data-channel={channel} dir={DIRECTIONS[language]} lang={language} role="region" aria-label={t('message')} tabIndex={0}>
        {message.subject && (
          <p className={styles.subject}>
            <ChannelIcon channel="email" /> <b>{message.subject}</b>
          </p>
        )}
        {message.html ? <iframe className={styles.mail} sandbox="" title={t('mail')} srcDoc={page(message.html, language)} /> : <p className={styles.said}>{message.text}</p>}
      </div>
      {channel === 'sms' && <SmsLine text={message.text} />}
      {message.missing.length > 0 && (
        <Callout tone="warn" title={t('missing')}>
          {message.missing.map((name) => (
            <code key={name} dir="ltr" className={styles.missing}>
              {name}
            </code>
          ))}
        </Callout>
      )}
    </>
  );
}

/** A mail as a document of its own; the sandbox lets it do nothing. */
function page(html: string, language: TemplateLanguage): string {
  return `<!doctype html><html lang="${language}" dir="${DIRECTIONS[language]}"><meta charset="utf-8"><style>body{margin:14px;font:14px/1.7 Vazirmatn,Tahoma,Arial,sans-serif;color:#1a1e27;background:#fff}</style>${html}`;
}
