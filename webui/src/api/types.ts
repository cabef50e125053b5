/** Shapes of the hub's HTTP API. Written by hand until the hub prints its document; import from `@/api`, never from here. */

export type Language = 'fa' | 'en';
export type Theme = 'auto' | 'light' | 'dark';
export type Calendar = 'jalali' | 'gregorian';
export type Role = 'agent' | 'supervisor' | 'marketer' | 'administrator';
export type Permission =
  | 'session'
  | 'calls:read'
  | 'calls:read_all'
  | 'calls:control'
  | 'customers:read'
  | 'customers:write'
  | 'presence:read'
  | 'users:manage'
  | 'extensions:read'
  | 'extensions:manage'
  | 'connectors:read'
  | 'connectors:manage'
  | 'metrics:read';

export interface Page<T> {
  items: T[];
  next: string | null;
}

export interface SessionUser {
  id: string;
  name: string;
  email: string;
  role: Role;
  language: Language;
  theme: Theme;
  calendar: Calendar;
  time_zone: string;
  initials: string;
}

export interface SessionExtension {
  id: string;
  endpoint: string;
  number: string;
  label: string;
}

export interface Session {
  user: SessionUser;
  permissions: string[];
  locked: boolean;
  idle_lock_seconds: number;
  expires_at: string;
  organisation: string;
  extension: SessionExtension | null;
  version: string;
  demo: boolean;
  secure_context_expected: boolean;
}

export interface DemoAccount {
  email: string;
  password: string;
  role: Role;
  name: string;
}

export interface PublicInfo {
  organisation: string;
  setup_needed: boolean;
  demo: { accounts: DemoAccount[] } | null;
  version: string;
  languages: Language[];
}

export type PresenceState = 'available' | 'ringing' | 'on_call' | 'wrap_up' | 'away' | 'offline';
export type AwayReason = 'lunch' | 'prayer' | 'training' | 'break' | 'meeting';

export interface Presence {
  user_id: string;
  name: string;
  initials: string;
  role: Role;
  state: PresenceState;
  reason: AwayReason | null;
  since: string;
  extension: string | null;
  version: number;
}

export interface User {
  id: string;
  name: string;
  email: string;
  role: Role;
  active: boolean;
  language: Language;
  last_seen_at: string | null;
}

export interface Extension {
  id: string;
  account: string;
  endpoint: string;
  number: string;
  label: string;
  holder: { id: string; name: string } | null;
  held_since: string | null;
}

export interface Connector {
  id: string;
  account: string;
  name: string | null;
  connector: string;
  channel: string;
  address: string;
  connection: string;
  reason: string | null;
  answer: string | null;
  since: string;
  retry_at: string | null;
  last_connected_at: string | null;
  facts: Record<string, unknown>;
  received_24h: number;
  sent_24h: number;
  version?: number;
}

export interface PersonRef {
  id: string;
  name: string;
  initials: string;
}

export interface NamedRef {
  id: string;
  name: string;
}

export interface PhoneNumber {
  raw: string;
  e164: string | null;
  national: string | null;
  region: string | null;
  display: string;
}

export interface Tag {
  name: string;
  tone: string;
}

export type Certainty = 'confirmed' | 'candidate' | 'none';

export interface Call {
  id: string;
  direction: 'inbound' | 'outbound' | 'internal';
  state: 'ringing' | 'waiting' | 'answered' | 'held' | 'ended';
  result: 'completed' | 'missed' | 'abandoned' | 'busy' | 'failed' | 'unknown' | null;
  account: string;
  number: PhoneNumber | null;
  withheld: boolean;
  caller_name: string | null;
  dialled: string | null;
  queue: string | null;
  started_at: string;
  answered_at: string | null;
  ended_at: string | null;
  waiting_seconds: number;
  talking_seconds: number;
  held_seconds: number;
  agents: PersonRef[];
  customer: (PersonRef & { organisation: string | NamedRef | null }) | null;
  certainty: Certainty;
  candidates: PopCustomer[];
  identity_id: string | null;
  interaction_id: string | null;
  notes: string;
  inferred: boolean;
  version: number;
}

export interface RecentInteraction {
  interaction_id: string;
  channel: Channel;
  direction: Direction;
  state: string;
  subject: string;
  occurred_at: string;
}

export interface PopCustomer {
  id: string;
  name: string;
  kind: CustomerKind;
  initials: string;
  job_title: string | null;
  organisation: NamedRef | null;
  tags: Tag[];
  owner: PersonRef | null;
  place: string | null;
  why: 'rang_recently' | 'owner' | 'linked';
  why_at: string | null;
  likely: boolean;
  recent: RecentInteraction[];
  open_items: unknown[];
}

export interface Pop {
  id: string;
  call_id: string;
  agent_id: string;
  offer: number | string;
  state: 'ringing' | 'answered' | 'answered_elsewhere' | 'missed' | 'ended';
  queue: string | null;
  dialled: string | null;
  started_at: string;
  waiting_since: string | null;
  answered_at: string | null;
  ended_at: string | null;
  answered_by: NamedRef | null;
  aside: boolean;
  number: PhoneNumber | null;
  withheld: boolean;
  caller_name: string | null;
  certainty: Certainty;
  customer: PopCustomer | null;
  candidates: PopCustomer[];
  identity_id: string | null;
  version: number;
}

export type Channel = 'call' | 'sms' | 'email' | 'chat' | 'note' | 'campaign' | 'event';
export type Direction = 'in' | 'out' | 'none';
export type CustomerKind = 'person' | 'organisation';

export interface CustomerRow {
  id: string;
  name: string;
  kind: CustomerKind;
  initials?: string;
  organisation: NamedRef | null;
  number: PhoneNumber | string | null;
  email: string | null;
  tags: Tag[];
  owner: PersonRef | null;
  last_contact_at: string | null;
}

export interface CustomerIdentity {
  id: string;
  link_id: string;
  kind: 'phone' | 'sender' | 'email' | 'visitor' | 'external';
  value: string;
  display: string;
  label: string | null;
  verified: boolean;
  primary: boolean;
}

export interface Customer {
  id: string;
  kind: CustomerKind;
  name: string;
  initials: string;
  job_title: string | null;
  organisation: NamedRef | null;
  tags: Tag[];
  owner: PersonRef | null;
  language: Language | null;
  time_zone: string | null;
  city: string | null;
  country: string | null;
  note: string | null;
  created_at: string;
  version: number;
  identities: CustomerIdentity[];
}

export interface Entry {
  id: string;
  interaction_id: string;
  channel: Channel;
  direction: Direction;
  state: string;
  subject: string;
  text: string;
  occurred_at: string;
  role: string;
  certainty: Certainty;
  agent: PersonRef | null;
  facts: Record<string, unknown>;
  call_id: string | null;
  version: number;
}

export interface Identity {
  id: string;
  kind: CustomerIdentity['kind'];
  value: string;
  display: string;
  region: string | null;
  customers: PersonRef[];
  first_seen_at: string;
  last_seen_at: string;
}
