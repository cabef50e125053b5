import accounts from './accounts.json';
import calls from './calls.json';
import common from './common.json';
import customers from './customers.json';
import errors from './errors.json';
import notes from './notes.json';
import pops from './pops.json';
import shell from './shell.json';
import touch from './touch.json';

/** What every page needs: the frame, calls, pops. */
export default { common, shell, accounts, pops, calls, customers, touch, errors, notes };
