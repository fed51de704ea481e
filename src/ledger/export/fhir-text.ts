/** FHIR R4 allows no control character but tab, CR and LF in a string, and ours need none; a lone surrogate is no text. */
const UNFIT = /[\p{Cc}\p{Cs}\u2028\u2029\ufffe\uffff]/gu;

/** Spaces that FHIR's pattern for strings does not know. */
const ODD_SPACE = /[^\S \r\n\t]/g;

/** A FHIR `string`: what does not fit is shown as U+FFFD, and what is empty as a hyphen, since empty strings are not allowed. */
export function fhirText(text: string): string {
  const clean = text.replace(UNFIT, '\ufffd').replace(ODD_SPACE, ' ');
  return clean.trim() === '' ? '-' : clean;
}

/** A segment of a FHIR `uri`: no white space, no other character that would end it. */
export function uriPart(text: string): string {
  return encodeURIComponent(text.toWellFormed()) || '-';
}
