/** The texts that pages bring along, a namespace a line (`en/NAME.json`, `fa/NAME.json`); none of them weighs on the first load. */
export interface LaterTexts {
  accounts: typeof import('./en/accounts.json');
  agents: typeof import('./en/agents.json');
  arrivals: typeof import('./en/arrivals.json');
  caldav: typeof import('./en/caldav.json');
  connect: typeof import('./en/connect.json');
  consent: typeof import('./en/consent.json');
  consentFiles: typeof import('./en/consentFiles.json');
  attachments: typeof import('./en/attachments.json');
  conversations: typeof import('./en/conversations.json');
  customers: typeof import('./en/customers.json');
  dispositions: typeof import('./en/dispositions.json');
  feeds: typeof import('./en/feeds.json');
  fields: typeof import('./en/fields.json');
  hours: typeof import('./en/hours.json');
  imports: typeof import('./en/imports.json');
  lines: typeof import('./en/lines.json');
  links: typeof import('./en/links.json');
  lists: typeof import('./en/lists.json');
  merge: typeof import('./en/merge.json');
  messages: typeof import('./en/messages.json');
  modules: typeof import('./en/modules.json');
  options: typeof import('./en/options.json');
  outbox: typeof import('./en/outbox.json');
  parked: typeof import('./en/parked.json');
  presence: typeof import('./en/presence.json');
  problems: typeof import('./en/problems.json');
  profile: typeof import('./en/profile.json');
  recordings: typeof import('./en/recordings.json');
  replies: typeof import('./en/replies.json');
  ringing: typeof import('./en/ringing.json');
  roles: typeof import('./en/roles.json');
  sandbox: typeof import('./en/sandbox.json');
  search: typeof import('./en/search.json');
  secrets: typeof import('./en/secrets.json');
  settings: typeof import('./en/settings.json');
  sms: typeof import('./en/sms.json');
  smsBulk: typeof import('./en/smsBulk.json');
  tasks: typeof import('./en/tasks.json');
  teams: typeof import('./en/teams.json');
  templates: typeof import('./en/templates.json');
  timeline: typeof import('./en/timeline.json');
}
export type LaterName = keyof LaterTexts;

type Texts = Record<string, unknown>;
const files = import.meta.glob<Texts>(
  ['./en/*.json', './fa/*.json', '!./*/{calls,common,errors,notes,pops,shell,touch}.json'],
  { import: 'default' },
);

/** The texts of one namespace in one language. */
export async function textsOf(language: string, name: LaterName): Promise<Texts> {
  const load = files[`./${language}/${name}.json`];
  if (!load) throw new Error(`no texts of ${name} in ${language}`);
  return load();
}
