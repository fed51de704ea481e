import { suspicions } from '../../insight/suspicions.ts';

/** What speaks to a machine, or asks for what no record says: never quoted, whatever it says besides. */
const TO_A_MACHINE =
  /\b(?:ignore|disregard|forget|override|bypass)\b.{0,60}\b(?:instructions?|rules?|prompts?|previous|above|prior|polic(?:y|ies)|guidelines)\b|\b(?:system|developer|assistant|hidden|initial) (?:prompt|message|instructions?)\b|\byou are (?:now|an? (?:ai|assistant|language model|chatbot))\b|\b(?:as|dear) an? (?:ai|assistant|language model)\b|\b(?:respond|reply|answer|output|print|write|say|repeat|translate|summari[sz]e|append|insert|include|cite)\b.{0,40}\b(?:only|exactly|verbatim|instead|following|in your (?:answer|response|summary)|the (?:word|phrase|text|above))\b|\b(?:do not|don't|never) (?:cite|mention|reveal|disclose|record|log)\b|\byour (?:answers?|responses?|repl(?:y|ies)|messages?|outputs?|summary)\b|\bpretend\b|\bact as\b|\bjailbreak\b|\bbase64\b|\bprompt injection\b/i;
const MARKUP =
  /https?:\/\/|www\.|!?\[[^\]]*\]\([^)]*\)|<\/?[a-z][^>]*>|```|\bdata:[a-z]+\/|javascript:|\[\/?INST\]|<\|/i;
/** A task, where a record would have a statement. */
const TASK =
  /^(?:please |now,? |and |also,? |then,? )*(?:explain|describe|compose|draft|write|rewrite|develop|translate|paraphrase|summari[sz]e|generate|create|convert|break down|modify|encode|encrypt|decode|analy[sz]e|calculate|replace (?:all|every|each|the|letters)|provide (?:an?|the|me|us|instructions|details|examples)|give (?:me|us)|show (?:me|us)|tell (?:me|us)|list (?:the|all|some|five|ten|\d+))\b/i;
/** A program, or talk of one. */
const PROGRAM =
  /\b(?:code|script) (?:block|snippet|excerpt|fragment|segment|section|below|above)\b|^(?:import|from) [\w.]+(?:,.*| import .*)?$|^(?:with|for|while|if|def|class|try|except)\b.*:$|^\w[\w.]* ?= ?\S|\b\w+\.\w+\(|^\w+\(.*\)$|[;{]$|^[\])}]+[,;]?$|^"[^"]*",?$/;
/** Letters that encode something rather than say it. */
const ENCODED = /[A-Za-z0-9+/]{40,}={0,2}/;

/** Text that looks like an instruction, a link or something encoded. The engine obeys nothing; it does not quote this either. */
export function looksLikeInstruction(text: string): boolean {
  return (
    [TO_A_MACHINE, MARKUP, TASK, PROGRAM, ENCODED].some((pattern) => pattern.test(text)) ||
    suspicions(text).length > 0
  );
}
