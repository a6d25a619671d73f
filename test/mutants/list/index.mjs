import { CODES } from './design-codes.mjs';
import { READS } from './design-reads.mjs';
import { VERSIONS } from './i01-i02-versions.mjs';
import { STATE } from './i03-i04-state.mjs';
import { COST } from './i05-i08-cost.mjs';
import { SECRETS } from './i06-secrets.mjs';
import { STORE } from './i07-store.mjs';
import { ROWS } from './i09-i10-rows.mjs';
import { CLOSING } from './i11-w15-closing.mjs';
import { AUDITS } from './i12-audits.mjs';
import { REQUESTS } from './w01-w02-requests.mjs';
import { ANSWERS } from './w03-w04-answers.mjs';
import { ROTATION } from './w05-w08-rotation.mjs';
import { REFUSALS } from './w09-w11-refusals.mjs';
import { TIME } from './w12-w13-w16-time.mjs';
import { VALUES } from './w14-values.mjs';

/**
 * One-line changes to lib/, each of which breaks a promise: an invariant or a rule of the wire by its number, or a section of
 * the design. `find` stands once in `file`.
 */
export const MUTANTS = [
  ...VERSIONS,
  ...STATE,
  ...COST,
  ...SECRETS,
  ...STORE,
  ...ROWS,
  ...CLOSING,
  ...AUDITS,
  ...REQUESTS,
  ...ANSWERS,
  ...ROTATION,
  ...REFUSALS,
  ...TIME,
  ...VALUES,
  ...CODES,
  ...READS,
];
