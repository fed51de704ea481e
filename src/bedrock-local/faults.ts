import {
  identifierEchoing,
  miscited,
  negationFlipping,
  numberChanging,
  otherPatient,
  promptRepeating,
  ungrounded,
} from './faults/lies.ts';
import type { ChangeTurn } from './faults/model-turn.ts';
import { injectionObeying } from './faults/obey-injections.ts';
import type { ExceptionName } from './wire-error.ts';

export interface Fault {
  readonly about: string;
  /** Answered instead of anything else. */
  readonly refuses?: ExceptionName;
  /** Milliseconds before the answer begins; `Infinity`: it never does. */
  readonly delay?: number;
  /** The answer's bytes end in the middle. */
  readonly cutsOff?: true;
  /** A stream ends with an exception event after its first text. */
  readonly breaksStream?: true;
  /** The guardrail is fooled: it finds nothing and its scores are 1. */
  readonly blindsGuardrail?: true;
  /** The answer comes without a trace, so without scores. */
  readonly hidesTrace?: true;
  readonly changes?: ChangeTurn;
}

const SLOW = 2_000;

/**
 * What can go wrong with a model, for tests: named behind the model's id, several joined by `+`
 * (`phield-extractive:number-changing+blind-guardrail`), each applied to the engine's honest answer. There is no
 * state to switch.
 */
export const FAULTS: Readonly<Record<string, Fault>> = Object.freeze({
  throttle: { about: 'refuses with 429', refuses: 'ThrottlingException' },
  'not-ready': { about: 'refuses with 429', refuses: 'ModelNotReadyException' },
  'model-timeout': { about: 'refuses with 408', refuses: 'ModelTimeoutException' },
  'model-error': { about: 'refuses with 424', refuses: 'ModelErrorException' },
  internal: { about: 'refuses with 500', refuses: 'InternalServerException' },
  unavailable: { about: 'refuses with 503', refuses: 'ServiceUnavailableException' },
  quota: { about: 'refuses with 400', refuses: 'ServiceQuotaExceededException' },
  denied: { about: 'refuses with 403', refuses: 'AccessDeniedException' },
  slow: { about: 'answers late: slow-500 after 500 milliseconds', delay: SLOW },
  stall: { about: 'takes the request and never answers', delay: Number.POSITIVE_INFINITY },
  'cut-off': { about: 'ends the connection in the middle of the answer', cutsOff: true },
  'broken-stream': { about: 'a stream ends with modelStreamErrorException', breaksStream: true },
  malformed: {
    about: 'answers with text around broken JSON',
    changes: (honest) => ({ ...honest, text: `Here is the answer:\n${honest.text.slice(0, -1)},}` }),
  },
  truncated: {
    about: 'stops half-way for want of tokens',
    changes: ({ text }) => ({ text: text.slice(0, Math.floor(text.length / 2)), stopReason: 'max_tokens' }),
  },
  ungrounded: { about: 'adds what no source holds', changes: ungrounded },
  'number-changing': { about: 'changes a number in each sentence', changes: numberChanging },
  'negation-flipping': { about: 'adds or removes a negation in each sentence', changes: negationFlipping },
  'other-patient': { about: "adds another patient's record", changes: otherPatient },
  'identifier-echoing': { about: 'adds identifiers', changes: identifierEchoing },
  miscited: { about: 'cites nothing, or what is not there', changes: miscited },
  'injection-obeying': { about: 'does what evidence demands', changes: injectionObeying },
  'prompt-repeating': { about: 'says its instructions, question and evidence', changes: promptRepeating },
  'blind-guardrail': { about: 'the guardrail passes everything with scores of 1', blindsGuardrail: true },
  'no-trace': { about: 'the guardrail says nothing of what it did', hidesTrace: true },
});

/** @returns `null`: one of the names is no fault's. */
export function readFaults(suffix: string): readonly Fault[] | null {
  const faults: Fault[] = [];
  for (const name of suffix.split('+')) {
    const slow = /^slow-(\d{1,6})$/.exec(name);
    const fault = Object.hasOwn(FAULTS, name) ? FAULTS[name] : undefined;
    if (slow !== null) faults.push({ about: 'answers late', delay: Number(slow[1]) });
    else if (fault === undefined) return null;
    else faults.push(fault);
  }
  return faults;
}
