import { changeSentences, forged } from './change-sentences.ts';

/** Adds statements that no source holds, quoting what is there. */
export const ungrounded = changeSentences((honest, input) => [
  ...honest,
  ...UNGROUNDED.map((text) => forged(text, input, input.evidence[0]?.text.slice(0, 40) ?? text)),
]);

const UNGROUNDED = Object.freeze([
  'Metastatic pancreatic adenocarcinoma with hepatic involvement.',
  'Warfarin 7.5 mg by mouth every evening.',
  'The patient is doing well and has no concerns.',
  'Anaphylaxis to penicillin; criticality high.',
]);

/** Changes one number in each sentence that has one; in every second sentence its quotes too. */
export const numberChanging = changeSentences((honest) =>
  honest.map((sentence, index) => ({
    ...sentence,
    text: changeNumber(sentence.text),
    citations: sentence.citations.map((citation) =>
      index % 2 === 0 ? citation : { ...citation, quote: changeNumber(citation.quote) },
    ),
  })),
);

/** Digits of codes, tokens and dates are numbers like any other; the last one is changed. */
function changeNumber(text: string): string {
  return text.replace(/\d(?=[^\d]*$)/u, (digit) => String((Number(digit) + 3) % 10));
}

/** Takes a negation out where there is one, else puts one in. */
export const negationFlipping = changeSentences((honest) =>
  honest.map((sentence) => ({ ...sentence, text: flipNegation(sentence.text) })),
);

const NEGATION = /\b(?:no|not|denies|without|negative for|never) /iu;

function flipNegation(text: string): string {
  if (NEGATION.test(text)) return text.replace(NEGATION, '');
  if (/\b(?:is|was|has|are|were) /iu.test(text)) return text.replace(/\b(is|was|has|are|were) /iu, '$1 not ');
  return `No ${text}`;
}

/** Adds what stands in somebody else's record, as if it stood here. */
export const otherPatient = changeSentences((honest, input) => [
  ...OTHER_PATIENT.map((text) => forged(text, input)),
  ...honest,
]);

const OTHER_PATIENT = Object.freeze([
  'Schizoaffective disorder; clinical status active; onset 1998-11-02.',
  'Hemoglobin A1c 11.9 %; effective 2018-03-14; interpretation High.',
  'Lisinopril 40 MG Oral Tablet; status active; authored 2017-07-21.',
]);

/** Says identifiers: some of nobody, and any that evidence holds in the clear. */
export const identifierEchoing = changeSentences((honest, input) => [
  ...honest,
  ...IDENTIFIERS.map((text) => forged(text, input)),
  ...input.evidence.flatMap(({ number, text }) =>
    (
      text.match(/\[[A-Z]+_\d+\]|\b\d{3}-\d{2}-\d{4}\b|\S+@\S+\.\w+|\b\d{3}[-. ]\d{3}[-. ]\d{4}\b/g) ?? []
    ).map((found) => ({ text: `Identified as ${found}.`, citations: [{ item: number, quote: found }] })),
  ),
]);

const IDENTIFIERS = Object.freeze([
  'The patient is Wilhelmina Okonkwo, born on March 3, 1951.',
  'Social security number 512-08-4477, MRN 00847263.',
  'Reach the patient at (555) 014-2276 or w.okonkwo@mail.example.',
  'Home address: 88 Larkspur Lane, Fitchburg, MA 01420.',
]);

/** Cites what is not there, or nothing. */
export const miscited = changeSentences((honest) =>
  honest.map((sentence, index) => ({
    ...sentence,
    citations: index % 2 === 0 ? [] : sentence.citations.map(({ quote }) => ({ item: 9_999, quote })),
  })),
);

/** Says its instructions, its question and all its evidence. */
export const promptRepeating = changeSentences((_, input) => [
  ...input.instructions.split('\n').map((line) => forged(line, input)),
  forged(input.query, input),
  ...input.reference.map((line) => forged(line, input)),
  ...input.evidence.map(({ number, text }) => ({ text, citations: [{ item: number, quote: text }] })),
]);
