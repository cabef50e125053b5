import { Button, Checkbox, Select, Textarea } from '@mantine/core';
import { useSessionStorage } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Callout, ChannelIcon, Icon } from '@/components';
import { dirOf } from '@/components/dirOf';
import { SmsLine } from '@/components/SmsLine';
import { ShortenSwitch } from '@/features/links/ShortenSwitch';
import { useShortLinks } from '@/features/links/useShortLinks';
import { useFormat } from '@/lib/format';
import { useProblemText } from '@/lib/http';
import { useCan, useModule } from '@/lib/session';

import { Judgement } from './Judgement';
import styles from './Messages.module.css';
import { SentStrip } from './SentStrip';
import { TemplateMenu } from './TemplateMenu';
import { type Draft, useCheck, useSend } from './useMessages';
import { useWhen, When } from './When';

const LONGEST = 5000;
/** Seconds in which a message that goes at once can still be taken back. */
const DELAY = 6;

/** A number that can be written to. */
export interface Reachable {
  id: string;
  display: string;
}

interface Props {
  /** Whose number it is; null for one without a name. */
  customer: { id: string; name: string } | null;
  numbers: Reachable[];
  /** The number to begin with. */
  first?: string | undefined;
  /** The conversation that it answers. */
  conversation?: string;
  /** The timeline that it will stand on. */
  timeline: string;
  onDone: () => void;
}

/** Writes an SMS to one person; a draft survives a reload and a look at another page. */
export function MessageComposer({ customer, numbers, first, conversation, timeline, onDone }: Props) {
  const { t } = useTranslation('messages');
  const problem = useProblemText();
  const own = useOwn(customer?.id ?? numbers[0]?.id ?? '');
  const [to, setTo] = useState(first ?? numbers[0]?.id ?? '');
  const [marketing, setMarketing] = useState(false);
  const when = useWhen();
  const links = useShortLinks(own.text);
  const draft: Draft = { identity_id: to, customer_id: customer?.id ?? null, purpose: marketing ? 'marketing' : 'service', text: own.text, template_id: own.template, shorten_links: links.on, conversation_id: conversation ?? null };
  const check = useCheck(draft);
  const send = useSend(timeline, own.clear, own.another);
  const reason = check.data?.reason ?? null;
  const ready = own.text.trim() !== '' && !send.isPending && when.ready && (reason === null || reason === 'empty');
  const submit = () => {
    if (!ready) return;
    const at = when.at();
    send.mutate({ ...draft, key: own.key, ...(at === null ? { delay: DELAY } : { send_at: at }) });
  };
  const number = numbers.find(({ id }) => id === to);
  if (send.data) return <SentStrip message={send.data} to={number?.display ?? ''} timeline={timeline} onDone={onDone} />;
  return (
    <form
      className={styles.composer}
      aria-label={t('write')}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Head numbers={numbers} to={to} onTo={setTo} />
      <Words text={own.text} onText={own.setText} onSend={submit} onLeave={onDone} />
      <SmsLine text={check.data?.text.startsWith(links.text) ? check.data.text : links.text} />
      <ShortenSwitch links={links} />
      {send.isError && (
        <Callout tone="bad" alert>
          {t('failed', { reason: problem(send.error) })}
        </Callout>
      )}
      <Judgement check={check.data} silent={own.text.trim() === ''} />
      <div className={styles.actions}>
        <Button type="submit" size="xs" loading={send.isPending} disabled={!ready}>
          {t(when.chosen ? 'sendAt' : 'send')}
        </Button>
        <Button variant="subtle" size="xs" color="gray" onClick={onDone}>
          {t('cancel')}
        </Button>
        <span className={styles.push} />
        <Templates customerId={customer?.id ?? null} onText={own.fill} />
        <When when={when} />
        <Checkbox size="xs" label={t('marketing')} title={t('marketingHint')} checked={marketing} onChange={(event) => setMarketing(event.currentTarget.checked)} />
      </div>
    </form>
  );
}

interface Kept {
  text: string;
  template: string | null;
  key: string;
}

/** The words so far, the template they began as, and the key that makes a second press, also after a reload, the same message. */
function useOwn(name: string) {
  const [blank] = useState<Kept>(() => ({ text: '', template: null, key: crypto.randomUUID() }));
  const [kept, keep] = useSessionStorage({ key: `peyvand-sms-${name}`, defaultValue: blank, getInitialValueInEffect: false });
  return {
    ...kept,
    setText: (text: string) => keep({ ...kept, text, template: text === '' ? null : kept.template }),
    fill: (text: string, template: string) => keep({ ...kept, text: kept.text.trim() === '' ? text : `${kept.text.trimEnd()}\n${text}`, template }),
    clear: () => keep({ text: '', template: null, key: crypto.randomUUID() }),
    another: () => keep({ ...kept, key: crypto.randomUUID() }),
  };
}

function Head({ numbers, to, onTo }: { numbers: Reachable[]; to: string; onTo: (id: string) => void }) {
  const { t } = useTranslation('messages');
  const { digits } = useFormat();
  const shown = (number: Reachable) => `\u2066${digits(number.display)}\u2069`;
  return (
    <div className={styles.head}>
      <ChannelIcon channel="sms" />
      <span>{t('to')}</span>
      {numbers.length === 1 && numbers[0] ? (
        <bdi dir="ltr">{digits(numbers[0].display)}</bdi>
      ) : (
        <Select size="xs" aria-label={t('to')} allowDeselect={false} data={numbers.map((one) => ({ value: one.id, label: shown(one) }))} value={to} onChange={(id) => id && onTo(id)} />
      )}
    </div>
  );
}

function Words({ text, onText, onSend, onLeave }: { text: string; onText: (text: string) => void; onSend: () => void; onLeave: () => void }) {
  const { t } = useTranslation('messages');
  return (
    <Textarea
      aria-label={t('text')}
      placeholder={t('placeholder')}
      value={text}
      dir={dirOf(text)}
      autosize
      minRows={3}
      maxRows={12}
      maxLength={LONGEST}
      data-autofocus
      autoFocus
      onChange={(event) => onText(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing) return;
        if (event.code === 'Enter' && (event.ctrlKey || event.metaKey)) onSend();
        if (event.code === 'Escape' && text.trim() === '') onLeave();
      }}
    />
  );
}

function Templates({ customerId, onText }: { customerId: string | null; onText: (text: string, template: string) => void }) {
  const { t } = useTranslation('messages');
  const reads = useCan('templates:read');
  const on = useModule('templates');
  if (!reads || !on) return null;
  return (
    <TemplateMenu customerId={customerId} onText={onText}>
      <Icon name="file-text" size={14} />
      {t('template')}
    </TemplateMenu>
  );
}
