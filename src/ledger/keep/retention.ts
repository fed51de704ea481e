import { z } from 'zod';
import { ConfigError } from '../../config.ts';
import { RECORD_CLASSES, type RecordClass } from './record-class.ts';

/** `y`: calendar years; `d`: days of 24 hours. */
export interface Span {
  readonly count: number;
  readonly unit: 'y' | 'd';
}

export interface Retention {
  readonly spans: Readonly<Record<RecordClass, Span>>;
  /** Why disclosures are kept for less than six years; `null` where they are not. */
  readonly reason: string | null;
}

/** 45 CFR 164.316(b)(2)(i) asks six years of documentation, 164.528(a)(1) an accounting over six years. */
const SIX_YEARS: Span = Object.freeze({ count: 6, unit: 'y' });
const DAY = 86_400_000;
/** Six years from here are as long as six years ever are. */
const LEAP = Date.UTC(1972, 0, 1);

const SPAN = /^(disclosure|denial|privileged|operational)=([1-9]\d{0,4})(y|d)$/;
const Variables = z.object({
  PHIELD_LEDGER_KEEP: z.string().default(''),
  PHIELD_LEDGER_KEEP_REASON: z
    .string()
    .regex(
      /^[A-Za-z0-9][A-Za-z0-9 .,:()/_-]{0,199}$/,
      'expected a short reason of letters, digits and . , : ( ) / _ -',
    )
    .optional(),
});

/**
 * How long records are kept, by class; six years each unless told. Less for disclosures MUST come with a reason.
 * @throws ConfigError
 */
export function loadRetention(env: Readonly<Record<string, string | undefined>>): Retention {
  const refuse = (name: string, expected: string): never => {
    throw new ConfigError(`Configuration is not usable:\n  ${name}: ${expected}`);
  };
  const parsed = Variables.safeParse(env);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return refuse(String(issue?.path[0]), issue?.message ?? 'not usable');
  }
  const { PHIELD_LEDGER_KEEP: text, PHIELD_LEDGER_KEEP_REASON: reason = null } = parsed.data;
  const given = new Map<string, Span>();
  for (const part of text === '' ? [] : text.split(',')) {
    const match = SPAN.exec(part);
    const [, name = '', count, unit] = match ?? [];
    if (match === null || given.has(name)) {
      return refuse(
        'PHIELD_LEDGER_KEEP',
        'expected such as disclosure=6y,denial=6y,privileged=6y,operational=400d, each class once',
      );
    }
    given.set(name, Object.freeze({ count: Number(count), unit: unit === 'y' ? 'y' : 'd' }));
  }
  const spanOf = (name: RecordClass): Span => given.get(name) ?? SIX_YEARS;
  const isShort = after(LEAP, spanOf('disclosure')) < after(LEAP, SIX_YEARS);
  if (isShort && reason === null) {
    return refuse('PHIELD_LEDGER_KEEP_REASON', 'expected where disclosures are kept for less than six years');
  }
  const [disclosure, denial, privileged, operational] = RECORD_CLASSES.map(spanOf);
  if (!disclosure || !denial || !privileged || !operational) throw new RangeError('a class without a span');
  return Object.freeze({
    spans: Object.freeze({ disclosure, denial, privileged, operational }),
    reason: isShort ? reason : null,
  });
}

/** The first moment at which something of `time` need not be kept. Milliseconds since the epoch. */
export function after(time: number, { count, unit }: Span): number {
  if (unit === 'd') return time + count * DAY;
  const date = new Date(time);
  // 29 February becomes 1 March: a day longer, never shorter.
  date.setUTCFullYear(date.getUTCFullYear() + count);
  return date.getTime();
}
