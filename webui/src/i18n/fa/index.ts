import accounts from './accounts.json';
import calls from './calls.json';
import common from './common.json';
import customers from './customers.json';
import errors from './errors.json';
import fields from './fields.json';
import imports from './imports.json';
import lines from './lines.json';
import lists from './lists.json';
import pops from './pops.json';
import search from './search.json';
import settings from './settings.json';
import shell from './shell.json';
import timeline from './timeline.json';
import merge from './merge.json';
import profile from './profile.json';
import notes from './notes.json';

export default { common, shell, accounts, settings, pops, calls, customers, timeline, imports, lists, search, fields, lines, errors, merge, profile, notes };
