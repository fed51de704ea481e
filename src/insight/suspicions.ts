/** Patterns of text that speaks to a model instead of about a patient. */
const PATTERNS: readonly { readonly name: string; readonly pattern: RegExp }[] = Object.freeze([
  {
    name: 'override',
    pattern:
      /\b(?:ignore|disregard|forget|override|bypass|skip)\b.{0,40}\b(?:instructions?|prompts?|rules?|guidelines?|directions?|polic(?:y|ies)|system|safety|above text|everything above)\b/,
  },
  {
    name: 'override',
    pattern: /\b(?:new|updated|real|actual|additional|following) (?:system )?instructions?\b\s*[:=-]/,
  },
  {
    name: 'role',
    pattern:
      /\b(?:you are (?:now|no longer)|act as|pretend (?:to be|you)|role-?play as|from now on,? (?:you|answer|respond|reply|always))\b/,
  },
  { name: 'role', pattern: /\b(?:developer|jailbreak|dan|debug|god|admin(?:istrator)?|sudo) mode\b/ },
  {
    name: 'role',
    pattern: /(?:^|\n)\s*(?:#{1,4}\s*)?\[?(?:system|assistant|developer|user)\]?\s*(?:prompt|message)?\s*:/,
  },
  {
    name: 'role',
    pattern: /<\|?\/?(?:im_start|im_end|system|assistant|user|endoftext|inst|s)\|?>|\[\/?inst\]|<<\/?sys>>/,
  },
  {
    name: 'addressed to a model',
    pattern:
      /\b(?:as an ai|ai (?:assistant|model|system)|language model|llm|chatbot|chatgpt|gpt-?\d|claude|the assistant (?:must|should|will)|(?:note|message|attention|instructions?) (?:to|for) (?:the )?(?:ai|assistant|model|llm|summari[sz]er|bot))\b/,
  },
  {
    name: 'extraction',
    pattern:
      /\b(?:reveal|print|repeat|output|show|display|leak|dump|disclose|expose|echo|write out|tell me)\b.{0,50}\b(?:system prompt|your (?:prompt|instructions|rules)|prompt above|hidden|other patients?|all patients?|database|credentials?|passwords?|api keys?|secrets?|everything (?:above|before)|(?:text|words|content) above)\b/,
  },
  {
    name: 'citation',
    pattern:
      /\b(?:do not|don't|never|without) (?:cite|citing|mention|mentioning|record|recording|log|logging|audit|auditing|include|including|report|reporting|reference|referencing|tell)\b.{0,30}\b(?:source|sources|this|note|record|document|citation|instructions?|user|clinician)\b/,
  },
  {
    name: 'demanded output',
    pattern:
      /\b(?:respond|reply|answer|begin|start|end|finish|conclude)\b.{0,30}\b(?:only|exactly|with the (?:words?|phrase|text|string|following)|by saying|your (?:answer|response|reply|summary|output))\b/,
  },
  {
    name: 'demanded output',
    pattern:
      /\b(?:add|append|insert|include|put|state|say|write)\b.{0,60}\b(?:in|to|at the end of|into) (?:the|your) (?:summary|answer|response|output|reply)\b/,
  },
  {
    name: 'exfiltration',
    pattern: /!\[[^\]]{0,100}\]\(|\]\(\s*(?:https?|data|javascript):|<(?:img|script|iframe|a)\b/,
  },
  {
    name: 'exfiltration',
    pattern:
      /\b(?:send|post|upload|forward|email|transmit|fetch|visit|open|click)\b.{0,60}(?:https?:\/\/|www\.|[a-z0-9-]{1,60}@[a-z0-9-]{1,60}\.)/,
  },
  {
    name: 'encoded',
    pattern:
      /\b(?:base ?64|rot ?13|hex|decode|deobfuscate)\b.{0,60}\b(?:follow|execute|run|obey|instructions?|decode|this)\b/,
  },
  { name: 'encoded', pattern: /(?:[A-Za-z0-9+/]{4}){15,}={0,2}/ },
  {
    name: 'encoded',
    pattern:
      /\b(?:write|give|put|provide|render|convert|encode|translate|answer|respond|reply|output)\b.{0,40}\b(?:base ?64|rot ?13|hexadecimal|morse|leetspeak)\b/,
  },
  {
    // A block of evidence as models are shown them, within another.
    name: 'forged evidence',
    pattern: /(?:^|\n|\s)\[\d{1,6}\] [A-Z][A-Za-z]{3,40} (?:undated|\d{4}[0-9T:.Z+-]{0,25}): /,
  },
  {
    name: 'other language',
    pattern:
      /\b(?:ignor(?:a|e|iere?n?|ez|ar)|oublie[zr]?|olvida|vergiss|vergessen sie|ignorieren sie)\b.{0,40}\b(?:instruc\w+|anweisung\w*|consignes?|instruções|regeln)\b|忽略.{0,10}(?:指令|指示|说明)|игнорируй.{0,40}(?:инструкц|указан)|無視/,
  },
]);
/** What a reader does not see (`normaliseText`) and no note needs. */
const HIDDEN = /[\u{E0000}-\u{E007F}]|[\u{E0100}-\u{E01EF}]|[\u200B-\u200F]|[\u202A-\u202E\u2060-\u2069]/u;
/** Characters that are looked at; evidence items are shorter. */
const LOOKED_AT = 20_000;

/**
 * Names of the patterns of prompt attacks in a text, each once. A signal to count and to lower trust: it is no
 * defence, and nothing is let through because it found none.
 * @param text before it was normalised, since hidden characters are a sign themselves
 */
export function suspicions(text: string): readonly string[] {
  const part = text.slice(0, LOOKED_AT);
  const spaced = withSingleBlanks(part);
  const lower = withSingleBlanks(part.normalize('NFKC').toLowerCase());
  const flat = lower.replaceAll('\n', ' ');
  const found = PATTERNS.filter(
    ({ pattern }) => pattern.test(flat) || pattern.test(lower) || pattern.test(spaced),
  );
  const names = found.map(({ name }) => name);
  return [...new Set(HIDDEN.test(part) ? [...names, 'hidden characters'] : names)];
}

/** Runs of blanks, which patterns could share out between themselves in ever more ways, are one; of a line's end, a line's end. */
function withSingleBlanks(text: string): string {
  return text.replace(/\s+/g, (run) => (/[\n\r\u2028\u2029]/.test(run) ? '\n' : ' '));
}
