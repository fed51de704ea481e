import type { UseCaseRule } from '../../use-case.ts';
import { ownWords } from './own-words.ts';

/** Tells a reader what to do; refused wherever it stands, quoted or not. */
const TO_THE_READER =
  /\b(?:you|u)\s+(?:should|must|need to|ought to|have to|had better|can safely|may safely|could try|will need)\b|\b(?:we|i)(?:'d| would)?\s+(?:recommend|advise|suggest)\b|\bit is (?:recommended|advised|advisable|safe)\b/;

/** Advice, in words that are not quoted. */
const ADVICE =
  /\b(?:start|stop|take|taking|skip|double|halve|increase|decrease|reduce|raise|lower|adjust|switch|avoid|try|continue|discontinue|consider|recommend\w*|advis\w*|suggest\w*|should|must|ought|need(?:s)? to|dose|dosage|see a doctor|go to)\b/;

/** A diagnosis or a conclusion, in words that are not quoted. */
const CONCLUSION =
  /\b(?:means?|meaning|indicat\w+|shows? that|consistent with|diagnos\w+|likely|probably|possibl[ey]|may be|might|could be|because|caused? by|due to|signs? of|symptoms? of|risk|you have|you are|you do not have|you don't have|healthy|normal|abnormal|dangerous|serious|severe|worrying|nothing to worry|good|bad|improv\w+|worse\w*|better)\b/;

/** What will come, in words that are not quoted. */
const PROGNOSIS =
  /\b(?:prognos\w+|will|going to|expect\w*|outlook|survival|life expectancy|curable|incurable)\b/;

/**
 * For patients: no diagnosis, no treatment or dose advice, no prognosis. What the record says may be quoted; what
 * advises or concludes beside the quoted words is not for a machine to tell a patient.
 */
export const noAdvice: UseCaseRule = Object.freeze({
  name: 'no advice',
  refuses: (sentence) => {
    if (TO_THE_READER.test(sentence.text.toLowerCase())) return 'OUT_OF_SCOPE';
    const own = ownWords(sentence);
    return [ADVICE, CONCLUSION, PROGNOSIS].some((pattern) => pattern.test(own)) ? 'OUT_OF_SCOPE' : null;
  },
} satisfies UseCaseRule);
