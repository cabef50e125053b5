import accounts from './accounts.json';
import calls from './calls.json';
import common from './common.json';
import customers from './customers.json';
import errors from './errors.json';
import fields from './fields.json';
import lines from './lines.json';
import pops from './pops.json';
import settings from './settings.json';
import shell from './shell.json';
import timeline from './timeline.json';

export default { common, shell, accounts, settings, pops, calls, customers, timeline, fields, lines, errors };
