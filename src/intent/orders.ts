import { cue, Passage } from './passage.ts';
import type { Token } from './tokens.ts';

/** Sentences that address the software instead of the investor's money. They are taken out; what else the text says still counts. */
const TO_THE_MACHINE = [
  '(?:ignore|disregard|forget|override|bypass|skip|drop|erase|delete|violate|break) ~5 (?:instructions?|rules|prompts?|guidelines|guardrails|programming|directives?|commands?|restrictions|constraints|system|training|messages?|policies|policy)',
  '(?:system|developer|hidden|secret|admin|root|original|initial) (?:prompt|message|mode|password|instructions?|access|user|token|key|override)',
  'you are (?:now|no longer) ~6 (?:dan|ai|assistant|model|bot|admin|free|bound|mode|pirate|unrestricted|jailbroken|a)',
  '(?:pretend|act as|roleplay|role play|behave like|simulate) ~3 (?:you|a|an|if|dan|being)',
  '(?:reveal|print|show|output|repeat|dump|leak|tell|give|display|return|expose|echo) ~4 (?:your|the|all) ~3 (?:prompt|instructions|password|passwords|secrets?|api keys?|keys|token|tokens|credentials|source code|config|database|rules|users|tables?)',
  'jailbreak|prompt injection|developer mode|sudo|chmod|rm rf|admin password|api key|as an ai|language model|chatgpt|(?:set|assign) (?:all |every |the )*(?:weights?|fields?|objectives?|variables?|parameters?|output|json|keys?) (?:to|=|as)',
  '(?:system|assistant|user|developer|instruction|instructions|admin|root) :',
  '(?:output|respond|reply|answer|return) (?:only |just |with |in )+(?:json|the|yes|ok|true|xml|this|null|N)',
  'translate ~2 (?:this|that|the|following|sentence|text|into)|(?:summari[sz]e|paraphrase|proofread) ~2 (?:this|that|the|following)|write (?:me )?(?:an?|some|the) ~2 (?:poem|essay|story|song|article|email|letter|summary|haiku|joke|code|script|report|tweet)',
  'write ~3 (?:poem|essay|story|song|haiku|code|tests?|slogan|quiz|letter|function|tweet|chapter)|(?:draft|compose) (?:me )?(?:an?|some|the)|make (?:me )?an? (?:quiz|anagram|list|table|poster)|(?:give me|list|suggest|find) ~3 (?:synonyms?|titles?|names? for|rhymes?)|(?:spell|rhyme with|rhymes with|say|pronounce|conjugate)(?= \\S+ [.!?] | \\S+ $)|continue the (?:story|sentence|text)|fill in the blank',
  'wire ~3 M|transfer ~3 M ~3 (?:to|into) (?:my|this|the|account)|send ~3 M ~3 to|(?:execute|run) (?:the |this )?(?:code|script|command|query|following)',
].map(cue);

/** A task for a translator or an editor: the sentence that it is to be done to says nothing of its own. */
const TASK =
  /^ (?:(?:please|can you|could you|now|kindly) )*(?:translate|paraphrase|proofread|rewrite|rephrase|summari[sz]e|spellcheck|decode|correct the (?:grammar|spelling|sentence)|fix the (?:typo|grammar|spelling)|count the (?:words|letters|vowels)|explain this (?:code|regex|function|query)|turn this into|(?:pretend|imagine|assume|suppose) (?:that )?the (?:user|person|investor|client|customer)) /;

/** Removes the clauses that give orders to the software: from the clause's start to its end ("and" ends one, too); tasks with their whole sentence. */
export function withoutOrders(tokens: readonly Token[]): Token[] {
  const p = new Passage(tokens);
  const drop = new Uint8Array(tokens.length);
  for (const pattern of TO_THE_MACHINE) {
    for (const hit of p.find(pattern)) {
      const words = p.words(hit.from, hit.to);
      const whole = words.endsWith(' : ');
      const stop = whole ? /^[.!?;]$/ : /^([.!?;,]|and|but|then)$/;
      let from = hit.from;
      let to = hit.to;
      while (from > 0 && !stop.test(p.w(from - 1))) from--;
      while (to < tokens.length && !stop.test(p.w(to))) to++;
      drop.fill(1, from, to);
    }
  }
  for (let i = 0; i < tokens.length; i = p.sentenceEnd(i) + 1)
    if (TASK.test(p.words(i, Math.min(p.sentenceEnd(i), i + 8)))) drop.fill(1, i, p.sentenceEnd(i));
  return tokens.filter((_, i) => drop[i] === 0);
}
