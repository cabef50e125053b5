import { Button, Modal, Select } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Customer, OutboxMessage, TemplateRow } from '@/api';
import { Callout } from '@/components';
import { CustomerPicker } from '@/features/customers/CustomerPicker';
import { useFormat } from '@/lib/format';
import { ApiProblem, useFieldError, useProblemText } from '@/lib/http';

import page from '../page.module.css';
import styles from './Outbox.module.css';
import { useReceiver, useTemplates, useTest } from './useOutbox';

const REACHED: Record<string, string[]> = { sms: ['phone', 'sender'], email: ['email'], chat: ['visitor', 'external'] };

function addressesOf(customer: Customer | undefined, template: TemplateRow | undefined): Customer['identities'] {
  return (customer?.identities ?? []).filter(({ kind }) => template && REACHED[template.channel]?.includes(kind));
}

interface Props {
  onClose: () => void;
  onSent: (message: OutboxMessage) => void;
}

/** A template for a real customer, sent to this page. */
export function TestDialog({ onClose, onSent }: Props) {
  const { t } = useTranslation(['outbox', 'common']);
  const { digits } = useFormat();
  const problem = useProblemText();
  const fieldError = useFieldError();
  const templates = useTemplates();
  const [key] = useState(() => crypto.randomUUID());
  const [templateId, setTemplateId] = useState<string | null>(null);
  const [customerId, setCustomerId] = useState<string | null>(null);
  const [identityId, setIdentityId] = useState<string | null>(null);
  const [tried, setTried] = useState(false);
  const receiver = useReceiver(customerId).data;
  const test = useTest(onSent);
  const template = templates.data?.find(({ id }) => id === templateId);
  const addresses = addressesOf(receiver, template);
  const chosen = addresses.find(({ id }) => id === identityId) ?? addresses[0];
  const submit = (event: React.SubmitEvent) => {
    event.preventDefault();
    setTried(true);
    if (template && receiver && chosen) test.mutate({ template_id: template.id, customer_id: receiver.id, identity_id: chosen.id, key });
  };
  const missing = (value: unknown, name: string, words: string) => (tried && !value ? words : fieldError(test.error, name));
  return (
    <Modal opened onClose={onClose} title={t('outbox:test.title')} closeButtonProps={{ 'aria-label': t('common:action.close') }}>
      <form className={page.form} onSubmit={submit} noValidate>
        {test.error && !(test.error instanceof ApiProblem && test.error.fields.length > 0) && <Callout tone="bad" alert title={problem(test.error)} />}
        <p>{t('outbox:test.text')}</p>
        <Select
          label={t('outbox:test.template')}
          placeholder={t('outbox:test.chooseTemplate')}
          searchable
          data={(templates.data ?? []).map((one) => ({ value: one.id, label: `${one.name} · ${t(`outbox:channel.${one.channel as 'sms' | 'email' | 'chat'}`)}` }))}
          value={templateId}
          onChange={setTemplateId}
          nothingFoundMessage={t('outbox:test.noTemplate')}
          error={missing(template, 'template_id', t('outbox:test.chooseTemplate'))}
        />
        {receiver ? (
          <div className={styles.receiver}>
            <span>
              <small>{t('outbox:field.to')}</small>
              <bdi>{receiver.name}</bdi>
            </span>
            <Button variant="subtle" size="xs" onClick={() => setCustomerId(null)}>
              {t('outbox:test.another')}
            </Button>
          </div>
        ) : (
          <>
            <CustomerPicker label={t('outbox:test.customer')} busy={customerId !== null} onChoose={setCustomerId} />
            {tried && (
              <p className={styles.wrong} role="alert">
                {t('outbox:test.chooseCustomer')}
              </p>
            )}
          </>
        )}
        {receiver && template && addresses.length === 0 && <Callout tone="warn" title={t(`outbox:test.noAddress.${template.channel as 'sms' | 'email' | 'chat'}`)} />}
        {addresses.length > 0 && (
          <Select
            label={t('outbox:test.address')}
            allowDeselect={false}
            data={addresses.map((one) => ({ value: one.id, label: one.kind === 'phone' ? `\u2066${digits(one.display)}\u2069` : one.display }))}
            value={chosen?.id ?? null}
            onChange={setIdentityId}
            error={fieldError(test.error, 'identity_id')}
          />
        )}
        <div className={page.buttons}>
          <Button variant="default" onClick={onClose}>
            {t('common:action.cancel')}
          </Button>
          <Button type="submit" loading={test.isPending || (customerId !== null && !receiver)}>
            {t('outbox:test.send')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
