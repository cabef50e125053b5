import calls from './calls.json';
import common from './common.json';
import errors from './errors.json';
import notes from './notes.json';
import pops from './pops.json';
import shell from './shell.json';
import touch from './touch.json';

/** What every page needs: the frame, calls, pops. */
export default { common, shell, pops, calls, touch, errors, notes };
