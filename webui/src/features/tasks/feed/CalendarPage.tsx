import { Button, Checkbox, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { CalendarLink, NewCalendarLink } from '@/api';
import { Callout, ErrorState, Icon, PageHeader, SkeletonRows } from '@/components';
import { dirOf } from '@/components/dirOf';
import { useFormat } from '@/lib/format';
import { http, queryClient, useFieldError, useProblemText } from '@/lib/http';
import { useCan } from '@/lib/session';

import { Connection } from '../caldav/Connection';
import styles from './CalendarPage.module.css';

const PATH = '/api/me/calendar-links';
const readAgain = () => queryClient.invalidateQueries({ queryKey: ['calendar-links'] });

/** Links by which one's own calendars show one's tasks. */
export function CalendarPage() {
  const { t } = useTranslation('feeds');
  const query = useQuery({ queryKey: ['calendar-links'], queryFn: ({ signal }) => http.get<{ items: CalendarLink[] }>(PATH, { signal }) });
  const links = query.data?.items ?? [];
  const writes = useCan('tasks:write');
  return (
    <div className={styles.page}>
      <PageHeader title={t('title')} />
      <div className={styles.body}>
        {writes && <Connection />}
        <section className={styles.links}>
          <h2>{t('readOnly')}</h2>
          <p className={styles.text}>{t('text')}</p>
          <NewLink />
        </section>
        <section className={styles.links}>
          <h2>{t('links')}</h2>
          {query.isPending && <SkeletonRows rows={2} />}
          {query.isError && <ErrorState error={query.error} retry={() => void query.refetch()} />}
          {query.isSuccess && links.length === 0 && <p className={styles.text}>{t('none')}</p>}
          {links.length > 0 && (
            <ul className={styles.list}>
              {links.map((link) => (
                <LinkRow key={link.id} link={link} />
              ))}
            </ul>
          )}
        </section>
      </div>
    </div>
  );
}

function NewLink() {
  const { t } = useTranslation('feeds');
  const problem = useProblemText();
  const fieldError = useFieldError();
  const [name, setName] = useState('');
  const [todos, setTodos] = useState(false);
  const make = useMutation({
    mutationFn: () => http.post<NewCalendarLink>(PATH, { name: name.trim(), component: todos ? 'VTODO' : 'VEVENT' }),
    onSuccess: () => {
      setName('');
      void readAgain();
    },
  });
  return (
    <>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() !== '') make.mutate();
        }}
      >
        <TextInput
          className={styles.name}
          label={t('name')}
          placeholder={t('namePlaceholder')}
          maxLength={80}
          dir={dirOf(name)}
          value={name}
          error={fieldError(make.error, 'name')}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button type="submit" disabled={name.trim() === ''} loading={make.isPending}>
          {t('make')}
        </Button>
      </form>
      <Checkbox label={t('asTodos')} description={t('asTodosHint')} checked={todos} onChange={(event) => setTodos(event.currentTarget.checked)} />
      {make.error && (
        <Callout tone="bad" alert>
          {problem(make.error)}
        </Callout>
      )}
      {make.data && <Made key={make.data.id} url={make.data.url} />}
    </>
  );
}

function Made({ url }: { url: string }) {
  const { t } = useTranslation('feeds');
  const [copied, setCopied] = useState(false);
  const copy = () => void navigator.clipboard.writeText(url).then(() => setCopied(true));
  return (
    <Callout tone="info" title={t('made')} alert>
      <div className={styles.form}>
        <TextInput className={styles.name} dir="ltr" readOnly aria-label={t('address')} value={url} onFocus={(event) => event.currentTarget.select()} />
        {window.isSecureContext && (
          <Button variant="default" leftSection={<Icon name={copied ? 'check' : 'copy'} />} onClick={copy}>
            {t(copied ? 'copied' : 'copy')}
          </Button>
        )}
      </div>
      <p className={styles.how}>{t('howto')}</p>
    </Callout>
  );
}

function LinkRow({ link }: { link: CalendarLink }) {
  const { t } = useTranslation('feeds');
  const { dateTime } = useFormat();
  const problem = useProblemText();
  const [asking, setAsking] = useState(false);
  const revoke = useMutation({ mutationFn: () => http.delete(`${PATH}/${link.id}`), onSuccess: readAgain });
  return (
    <li className={styles.row}>
      <Icon name="calendar" size={18} />
      <div className={styles.lines}>
        <b className="pv-cut" dir="auto">
          {link.name}
        </b>
        <span>
          {t(`kind.${link.component}`)} · {t('since', { when: dateTime(link.created_at) })} · {link.used_at ? t('used', { when: dateTime(link.used_at) }) : t('unused')}
        </span>
      </div>
      {!asking && (
        <Button size="xs" variant="default" aria-label={t('revokeOne', { name: link.name })} onClick={() => setAsking(true)}>
          {t('revoke')}
        </Button>
      )}
      {asking && (
        <div className={styles.ask}>
          <Callout tone="warn" alert>
            <p>{revoke.isError ? problem(revoke.error) : t('ask', { name: link.name })}</p>
            <div className={styles.buttons}>
              <Button size="xs" variant="default" loading={revoke.isPending} onClick={() => revoke.mutate()}>
                {t('revoke')}
              </Button>
              <Button size="xs" variant="subtle" color="gray" autoFocus onClick={() => setAsking(false)}>
                {t('keep')}
              </Button>
            </div>
          </Callout>
        </div>
      )}
    </li>
  );
}
