import { Button, Popover, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { TemplateRow } from '@/api';
import { Callout, Icon, SkeletonRows } from '@/components';
import { useProblemText } from '@/lib/http';

import styles from './Messages.module.css';
import { useFill, useSmsTemplates } from './useMessages';

interface Props {
  customerId: string | null;
  onText: (text: string, template: string) => void;
  children: ReactNode;
}

/** Puts a template's words in, filled in for the customer. */
export function TemplateMenu({ customerId, onText, children }: Props) {
  const [opened, setOpened] = useState(false);
  return (
    <Popover opened={opened} onChange={setOpened} position="top-end" shadow="xl" radius="md" trapFocus returnFocus={false} width={300}>
      <Popover.Target>
        <Button variant="default" size="xs" className={styles.opener} aria-expanded={opened} onClick={() => setOpened(!opened)}>
          {children}
        </Button>
      </Popover.Target>
      <Popover.Dropdown p={0}>
        {opened && (
          <Choices
            customerId={customerId}
            onText={(text, template) => {
              setOpened(false);
              onText(text, template);
            }}
          />
        )}
      </Popover.Dropdown>
    </Popover>
  );
}

function Choices({ customerId, onText }: Omit<Props, 'children'>) {
  const { t } = useTranslation('messages');
  const problem = useProblemText();
  const [search, setSearch] = useState('');
  const list = useSmsTemplates(search, true);
  const fill = useFill();
  const rows = list.data?.items ?? [];
  const choose = (row: TemplateRow) => fill.mutate({ id: row.id, customer_id: customerId }, { onSuccess: ({ text }) => onText(text, row.id) });
  return (
    <form
      className={styles.choices}
      onSubmit={(event) => {
        event.preventDefault();
        event.stopPropagation();
        if (rows[0]) choose(rows[0]);
      }}
    >
      <TextInput size="xs" data-autofocus aria-label={t('findTemplate')} placeholder={t('findTemplate')} leftSection={<Icon name="search" size={14} />} value={search} onChange={(event) => setSearch(event.currentTarget.value)} />
      {fill.isError && <Callout tone="bad" alert>{t('notFilled', { reason: problem(fill.error) })}</Callout>}
      {list.isPending && <SkeletonRows rows={3} />}
      <ul aria-busy={fill.isPending}>
        {rows.map((row) => (
          <li key={row.id}>
            <button type="button" onClick={() => choose(row)}>
              <span className="pv-cut" dir="auto">
                {row.name}
              </span>
              {row.shortcut && <bdi dir="ltr">/{row.shortcut}</bdi>}
            </button>
          </li>
        ))}
      </ul>
      {list.isSuccess && rows.length === 0 && <p className={styles.nothing}>{t('noTemplate')}</p>}
    </form>
  );
}
