import connect from './connect.json';
import fields from './fields.json';
import imports from './imports.json';
import lines from './lines.json';
import lists from './lists.json';
import merge from './merge.json';
import presence from './presence.json';
import problems from './problems.json';
import profile from './profile.json';
import recordings from './recordings.json';
import ringing from './ringing.json';
import search from './search.json';
import settings from './settings.json';
import timeline from './timeline.json';

/** What only pages need that are loaded when they are opened. */
export default { connect, settings, imports, lists, fields, lines, merge, profile, presence, problems, recordings, ringing, search, timeline };
