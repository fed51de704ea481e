/**
 * Marks of an attempt to instruct the model, in what is asked. Few and plain: it is a signal, the defence is
 * that an answer can only carry cited text.
 */
const MARKS: readonly RegExp[] = Object.freeze([
  /\b(?:ignore|disregard|forget|override|bypass)\b[^.!?]{0,40}\b(?:instructions?|rules?|prompts?|guidelines?|polic(?:y|ies)|above|previous|prior)\b/iu,
  /\b(?:reveal|repeat|print|show|output|give)\b[^.!?]{0,40}\b(?:system prompt|your (?:instructions|prompt|rules))\b/iu,
  /\byou are (?:now|no longer)\b/iu,
  /\b(?:act|behave|respond|pretend)\b[^.!?]{0,12}\b(?:as|to be)\b[^.!?]{0,30}\b(?:unrestricted|jailbroken|dan|developer mode|admin(?:istrator)?|root)\b/iu,
  /\b(?:developer|debug|god|sudo) mode\b/iu,
  /<\/?(?:system|assistant|instructions?|user)>|\[\/?(?:INST|SYSTEM)\]|<\|im_(?:start|end)\|>/iu,
  /\bnew (?:instructions?|rules?|system prompt)\s*:/iu,
  /[\u{E0000}-\u{E007F}]/u,
]);

/** Whether a question attacks its model, by Bedrock's two certain ends. */
export function findAttacks(text: string): 'HIGH' | 'NONE' {
  return MARKS.some((mark) => mark.test(text)) ? 'HIGH' : 'NONE';
}
