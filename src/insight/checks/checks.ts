import type { Check } from './check.ts';
import { citationsExist } from './citations-exist.ts';
import { codes } from './codes.ts';
import { dates } from './dates.ts';
import { drugs } from './drugs.ts';
import { laterality } from './laterality.ts';
import { negation } from './negation.ts';
import { numbers } from './numbers.ts';
import { plainText } from './plain-text.ts';
import { quotesStand } from './quotes-stand.ts';
import { support } from './support.ts';
import { units } from './units.ts';
import { verification } from './verification.ts';

/**
 * What every sentence of every insight passes, in this order; the first that refuses drops it. MUST hold every
 * check there is: a sentence is believed for no other reason than that all of these let it pass.
 */
export const CHECKS: readonly Check[] = Object.freeze([
  citationsExist,
  quotesStand,
  plainText,
  numbers,
  units,
  dates,
  codes,
  drugs,
  verification,
  negation,
  laterality,
  support,
]);
