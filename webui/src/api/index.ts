/** The API's shapes, all taken from the generated schema; closed sets of words that the document leaves open are named here. */
import type { components } from './schema';

type Schemas = components['schemas'];
/** A schema with some of its fields said more exactly; a field that the schema lacks is an error. */
type With<T, Exact extends { [Key in keyof Exact]: Key extends keyof T ? unknown : never }> = Omit<T, keyof Exact> & Exact;

export interface Page<T> {
  items: T[];
  next: string | null;
}

export type Permission = Schemas['Permission'];
export type BuiltInRole = Schemas['Role'];
export type Role = Schemas['RoleOut'];
export type PermissionInfo = Schemas['PermissionOut'];
export type Team = Schemas['TeamOut'];
export type TeamRef = Schemas['TeamRef'];
export type TeamMember = Schemas['MemberOut'];
export type Unit = Schemas['UnitOut'];
export type Skill = Schemas['SkillOut'];
export type Person = Schemas['PersonOut'];
export type Owned = Schemas['OwnedOut'];
export type Managed = Schemas['ManagedOut'];
export type Disposition = Schemas['DispositionOut'];
export type Requirable = Schemas['RequirableOut'];
export type PresenceState = Schemas['State'];
export type AwayReason = Schemas['Reason'];
export type Session = Schemas['SessionOut'];
export type SessionUser = Schemas['SessionUser'];
export type Language = SessionUser['language'];
export type Theme = SessionUser['theme'];
export type Calendar = SessionUser['calendar'];
export type PublicInfo = Schemas['PublicOut'];
export type DemoAccount = Schemas['DemoAccountOut'];
export type Presence = Schemas['PresenceOut'];
export type MyQueue = Schemas['MyQueue'];
export type User = Schemas['UserOut'];
export type Extension = Schemas['ExtensionOut'];
export type Connector = Schemas['ConnectorAccount'];
interface ParkedWords {
  reason: 'refused' | 'failed' | 'expired' | 'abandoned';
}
export type ParkedItem = With<Schemas['ParkedOut'], ParkedWords>;
export type ParkedDetail = With<Schemas['ParkedDetail'], ParkedWords>;
export type Keys = Schemas['KeysOut'];
export type Key = Schemas['KeyOut'];
export type Module = Schemas['ModuleOut'];
export type OutboxRow = Schemas['OutboxRow'];
export type OutboxMessage = Schemas['OutboxMessageOut'];
export type LinkSettings = Schemas['LinkSettingsOut'];
export type ShortLink = Schemas['ShortLinkOut'];
export type SmsBulkOpened = Schemas['OpenedLinks'];
export type SmsBulkRecipient = Schemas['RecipientOut'];
export type SmsBulk = Schemas['BulkOut'];
export type SmsBulkPreview = Schemas['BulkPreview'];
export type SmsBulkResult = Schemas['Result'];
export type SmsRoute = Schemas['RouteOut'];
export type SmsBalance = Schemas['AccountBalanceOut'];
export type SmsLimits = Schemas['LimitsOut'];
export type TriedRoutes = Schemas['TriedOut'];
export type MessageCheck = Schemas['MessageCheck'];
/** What is left out is as the hub has it. */
export type NewMessage = Partial<Schemas['NewMessage']> & Pick<Schemas['NewMessage'], 'identity_id' | 'text' | 'key'>;
export type OutboxState = OutboxRow['state'];
export type Sandbox = Schemas['SandboxOut'];
export type ParkedSummary = Schemas['ParkedSummary'];
export type ConnectorSetup = Schemas['ConnectorSetup'];
export type ConnectorKind = Schemas['ConnectorKind'];
export type ConnectorOption = Schemas['ConnectorOption'];
export type ConnectorPlace = Schemas['ConnectorPlace'];
export type ConnectorCheck = Schemas['ConnectorCheck'];
export type ConnectorFinding = Schemas['CheckFinding'];
export type ConnectorRecipes = Schemas['ConnectorRecipes'];

export type Template = With<Schemas['TemplateOut'], { bodies: Partial<Record<'fa' | 'en', Schemas['TemplateBody']>> }>;
interface SuppressionWords {
  kind: 'phone' | 'email';
  match: 'value' | 'domain' | 'prefix';
  reason: 'hard_bounce' | 'complaint' | 'legal' | 'manual';
  channel: 'call' | 'sms' | 'email' | 'chat' | null;
  purpose: 'service' | 'marketing' | null;
}
export type Suppression = With<Schemas['SuppressionOut'], SuppressionWords>;
export type SuppressionsPage = With<Schemas['SuppressionPage'], { items: Suppression[] }>;
export type SuppressionImport = Schemas['SuppressionImportOut'];
export type ConsentImport = Schemas['ConsentImportOut'];
export type TemplateRow = Schemas['TemplateRow'];
export type TemplateChannel = TemplateRow['channel'];
export type TemplateFolder = Schemas['TemplateFolderOut'];
export type TemplateField = Schemas['TemplateFieldOut'];
export type TemplateProblem = Schemas['TemplateProblemOut'];
export type RenderedTemplate = Schemas['RenderedTemplate'];
export type TemplatePreview = With<Schemas['TemplatePreviewOut'], { messages: Partial<Record<'fa' | 'en', RenderedTemplate>> }>;
export type TemplateVersion = Schemas['TemplateVersionRow'];
export type TemplateVersionWords = With<Schemas['TemplateVersionOut'], { bodies: Partial<Record<'fa' | 'en', Schemas['TemplateBody']>> }>;

export type PersonRef = Schemas['UserRef'];
export type NamedRef = Schemas['OrganisationRef'];
export type PhoneNumber = Schemas['Number'];
export type Tag = Schemas['TagOut'];

export type Channel = 'call' | 'sms' | 'email' | 'chat' | 'note' | 'campaign' | 'event';
export type Direction = 'in' | 'out' | 'none';
export type Certainty = 'confirmed' | 'candidate' | 'none';
export type CustomerKind = 'person' | 'organisation';

export type RecentInteraction = With<Schemas['RecentItem'], { channel: Channel; direction: Direction }>;
export type PopCustomer = With<
  Schemas['Candidate'],
  { kind: CustomerKind; why: 'rang_recently' | 'owner' | 'linked'; recent: RecentInteraction[] }
>;

interface CallWords {
  direction: 'inbound' | 'outbound' | 'internal';
  state: 'ringing' | 'waiting' | 'answered' | 'held' | 'ended';
  result: 'completed' | 'missed' | 'abandoned' | 'busy' | 'failed' | 'unknown' | null;
  certainty: Certainty;
  candidates: PopCustomer[];
}

/** What waits for somebody about a customer. */
export type OpenItem = With<Schemas['OpenItem'], { kind: 'promise' | 'missed_calls' | 'pinned_note' }>;

export type Call = With<Schemas['CallOut'], CallWords>;
export type CallDetail = With<Schemas['CallDetail'], CallWords>;
export type Leg = Schemas['LegOut'];
export type Recording = Schemas['RecordingOut'];

export type Pop = With<
  Schemas['PopOut'],
  {
    state: 'ringing' | 'answered' | 'answered_elsewhere' | 'missed' | 'ended';
    certainty: Certainty;
    customer: PopCustomer | null;
    candidates: PopCustomer[];
  }
>;

export type CustomerRow = With<Schemas['CustomerRow'], { kind: CustomerKind }>;
export type CustomerIdentity = With<Schemas['IdentityRef'], { kind: 'phone' | 'sender' | 'email' | 'visitor' | 'external' }>;
export type Consent = With<
  Schemas['ConsentOut'],
  { channel: 'call' | 'sms' | 'email' | 'chat'; purpose: 'service' | 'marketing'; state: 'granted' | 'denied' | 'withdrawn' | 'pending' | 'none' }
>;
export type ConsentEvent = Schemas['ConsentEventOut'];
export type Customer = With<
  Schemas['CustomerOut'],
  { kind: CustomerKind; identities: CustomerIdentity[]; consents: Consent[]; fields: Record<string, unknown> }
>;
export type Identity = With<Schemas['IdentityOut'], { kind: CustomerIdentity['kind'] }>;
export type Entry = With<
  Schemas['EntryOut'],
  { channel: Channel; direction: Direction; certainty: Certainty; facts: Record<string, unknown> }
>;
export type TimelinePage = With<Schemas['TimelinePage'], { items: Entry[] }>;
export type Mention = With<Schemas['MentionOut'], { entry: Entry }>;

export type CustomField = With<
  Schemas['FieldOut'],
  { kind: 'text' | 'number' | 'date' | 'choice' | 'link' | 'person'; applies_to: 'person' | 'organisation' | 'both' }
>;
export type Colleague = Schemas['Colleague'];
export type Merge = Schemas['MergeOut'];
export type Duplicate = With<
  Schemas['DuplicateOut'],
  {
    reasons: { code: 'phone' | 'email' | 'name_city' | 'name'; value: string }[];
    a: CustomerRow;
    b: CustomerRow;
    state: 'open' | 'dismissed' | 'merged';
  }
>;

export type Line = Schemas['LineOut'];
export type LineInput = Required<Schemas['LineIn']> & { outbound: Required<Schemas['OutboundIn']> };
export type TriedLine = Schemas['Tried'];
export type TriedStep = Schemas['StepOut'];
export type TagItem = Schemas['TagItem'];

export type FilterOp =
  | 'is'
  | 'is_not'
  | 'contains'
  | 'starts'
  | 'before'
  | 'after'
  | 'in'
  | 'not_in'
  | 'empty'
  | 'not_empty'
  | 'gt'
  | 'lt'
  | 'within_days';
export type CustomerPage = With<Schemas['CustomerPage'], { items: CustomerRow[] }>;
export type FilterField = With<Schemas['FilterFieldOut'], { ops: FilterOp[] }>;
export type SavedView = Schemas['ViewOut'];
export type BulkOrder = Omit<Schemas['NewBulkRun'], 'options'> & { options: Partial<Schemas['BulkOptions']> };
export type BulkRun = With<Schemas['BulkRunOut'], { action: BulkOrder['action'] }>;

export type CustomerHit = With<Schemas['CustomerHit'], { kind: CustomerKind }>;
export type MessageHit = With<Schemas['MessageHit'], { channel: Channel }>;
export type SearchAnswer = With<Schemas['SearchOut'], { customers: CustomerHit[]; messages: MessageHit[] }>;

export type Conversation = Schemas['ConversationOut'];
export type ConversationRow = Schemas['ConversationRow'];
export type ConversationCounts = Schemas['ConversationCounts'];
export type ConversationMessage = Schemas['ConversationMessage'];
export type AutoReply = Schemas['AutoReplyOut'];

export type Task = Schemas['TaskOut'];
export type ManyDone = Schemas['ManyDone'];
/** What a `reminder` event holds: no route gives it. */
export interface TaskReminder {
  id: string;
  task: Task;
  remind_at: string;
}
/** What an `arrival` event holds: no route gives it. */
export interface Arrival {
  id: string;
  interaction_id: string;
  customer: { id: string; name: string } | null;
  identity_id: string;
  shown_address: string;
  snippet: string;
  at: string;
  told_at: string;
  unread: number;
  version: number;
}
export type CalendarLink = Schemas['FeedOut'];
export type ConnectedCalendar = Schemas['ConnectedCalendar'];
export type FoundCalendars = Schemas['FoundCalendars'];
export type FoundCalendar = Schemas['FoundCalendar'];
export type CalendarRecord = Schemas['CalendarRecordOut'];
export type NewCalendarLink = Schemas['FeedMade'];
export type TaskCounts = Schemas['Counts'];
export type PersonTasks = Schemas['PersonCounts'];

export type ImportOptions = Required<Schemas['ImportOptions']>;
export type Import = With<Schemas['ImportOut'], { options: ImportOptions }>;
export type ImportReading = Schemas['ReadingOut'];
export type ImportColumn = Schemas['ColumnOut'];
export type ImportExample = Schemas['ExampleOut'];
export type ImportProblem = Schemas['ProblemOut'];
export type ImportRow = Schemas['RowOut'];
export type ImportChange = Partial<Omit<Schemas['ImportChange'], 'reading'>> & { reading?: Partial<Schemas['ReadingChange']> };
