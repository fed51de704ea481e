const ENDINGS =
  /(?:ol|olol|in|ine|ide|ate|one|ium|itis|osis|emia|aemia|oma|pril|artan|statin|mab|nib|vir|pam|lam|zole|cillin|mycin|oxacin|azine|idine|phen|fen|ase|ose|ogen|gram|graphy|scopy|ectomy|otomy|plasty|ology|pathy|uria|penia|cyte|phil|genic|tropic|lytic|plegia|algia|xin|xel|tide|fil|dryl|cort|met|mide|ate|oxane|stat|trex|zac|ex|yl|um|us|al|ic|ar|ia)$/;

/** Whether a word in no dictionary has an ending of drugs, conditions or procedures. */
export function looksClinical(lower: string): boolean {
  return ENDINGS.test(lower);
}
