import type { Goal } from './intent.ts';
import type { Hit, Passage } from './passage.ts';

const REJECT_BEFORE =
  / (?:not|dont|no|never|isnt|without|nor|forget|stop|quit|skip|avoid|ignore|cancel|rather than|instead of|hate|wont|cant|nothing to do with|zero|aint|neither|against|less|enough|drop|disable|end|nobody|refuse|not interested in|couldnt care less|could not care less|unimportant|far from|tired of|done with|beyond|leave out|halt|cease|turn off|switch off|no need|beats|please dont|never mind the|nothing (?:i|we|that|which|you)|(?:handled|covered|paid for|provided for|taken care of|looked after|sorted) (?:by|through|with)|(?:wife|husband|spouse|partner|401k|403b|pension|employer|advisor|adviser|bank|ira|roth|else|sister|brother) (?:already )?(?:runs|run|handles|handle|covers|cover|manages|does|takes care of|looks after|deals with|sees to|has)) (?:\S+ ){0,4}$/;
/** "I'm not here to build wealth for old age or anything noble": the refusal reaches to the end of its clause. */
const REJECT_CLAUSE =
  / (?:not|isnt|arent|never) (?:here|in this|in it|out|looking|trying|aiming|after|doing this|interested|about)(?: (?!only|just|but|except|unless|instead|without)\S+){0,9} $/;
/** "If I don't see a profit by June I'm out": what must not be missing is wanted. */
const UNLESS =
  / (?:if|when|unless|in case) (?:i|we|it|this|you|there|they) (?:dont|do not|cant|havent|isnt|doesnt|arent|am not|didnt) (?:\S+ ){0,4}$/;
/** "not only X": X is wanted after all. Words that end the reach of a refusal. */
const NOT_A_REJECTION =
  / (?:(?:wont|cant|never|doesnt|dont|not) (?:shuts? up|stops? (?:talking|bragging|gloating|boasting)|quit (?:talking|bragging))|not only|not just|not merely|no problem|no matter|nothing but|not to mention|no doubt|never mind(?! the)|not sure|no later than|no more than|nothing more than|no rush|in no rush|no hurry|in no hurry|not until|dont forget|never stop|cant wait|no idea|dont mind|not greedy|no longer than|cannot wait|why not|over the next|over my|over the long|over a|over N|over time|over several|over many|over decades|over the|over years|less than|no less than|no fewer than) (?:\S+ ){0,4}$/;
const REJECT_AFTER =
  /^ (?:(?:(?:is|are|was|isnt|s|really|that) )*(?:not (?:the point|my (?:goal|thing|priority|aim|focus|style|concern|objective|cup of tea)|for me|what i|needed|wanted|important|interesting|a goal|a priority|the goal|why|on my|necessary|interested|something i|at all|the aim|the idea|the plan|for us|me)|irrelevant|pointless|unimportant|useless|overrated|the least of|of no|for (?:suckers|fools|gamblers|others|other people|idiots|the birds)|off the table|out of the question|not)|isnt (?:the point|my|for me|what|important|the goal|necessary|it|on|something|why|needed)|(?:doesnt|dont|does not|do not) (?:matter|interest|appeal|concern|mean|excite|apply|do it|count|bother)|(?:can|could) wait|(?:holds|has) no|(?:is |are |sounds |would be )?(?:nice|fine|good|great|ok|lovely) but (?:not|isnt|no|i dont)|no thanks|, no thanks|no thank you|leaves me cold|bores me|is of no|means nothing|not|(?:is |are )?(?:already )?(?:(?:being )?(?:handled|covered|taken care of|looked after|paid for|provided for|sorted|sorted out|settled) (?:by|with|through|from|elsewhere|already|separately)|a (?:separate|different) (?:account|matter|story)))(?= | $)/;

const CLAUSE_END = /^[.,;:!?()]$|^(but|while|whereas|and|then|although|though|plus|with)$/;

function clauseStart(p: Passage, i: number): number {
  let k = i;
  // "Nothing to do with" is one phrase; its "with" opens no clause.
  while (k > 0 && (!CLAUSE_END.test(p.w(k - 1)) || (p.w(k - 1) === 'with' && p.w(k - 2) === 'do'))) k--;
  return k;
}
/** "Leave the retirement stuff to my 401k": somebody or something else sees to it. */
const isLeftToOthers = (p: Passage, hit: Hit, from: number): boolean =>
  / leave (?:\S+ ){0,5}$/.test(p.words(Math.max(p.sentenceStart(from), hit.from - 6), hit.from)) &&
  /^ (?:\S+ ){0,3}(?:to|with|for|in) (?:my|our|the|his|her|others|someone|somebody) ?(?:401k|403b|ira|roth|pension|employer|wife|husband|spouse|partner|advisor|adviser|bank|else|other|kids|children|parents|)/.test(
    p.words(hit.to, Math.min(p.sentenceEnd(hit.to), hit.to + 6)),
  );

/** True when the words around say that this goal is not wanted. */
export function isRejected(p: Passage, hit: Hit, goal: Goal): boolean {
  let from = clauseStart(p, hit.from);
  // "not after X or Y": the refusal reaches over "or" (which ends no clause) and over a list's comma before "or".
  const lead = p.words(Math.max(from, hit.from - 8), hit.from);
  const after = p.words(hit.to, Math.min(p.sentenceEnd(hit.to), hit.to + 5));
  if (REJECT_AFTER.test(after) || isLeftToOthers(p, hit, from)) return true;
  if (p.w(from - 1) === 'and' || (p.w(from - 1) === ',' && p.w(from) === 'or')) {
    const sentence = p.words(Math.max(p.sentenceStart(from), from - 7), from);
    if (p.w(from) === 'or' && REJECT_BEFORE.test(sentence.replace(/ , $/, ' '))) return true;
    from = clauseStart(p, from - 1);
  }
  // A goal made of a refusal ("no losses", "never sell before a year") starts with it: only what stands before counts.
  const selfNegated =
    /^ (no|not|dont|never|cant|wont|without|nothing|avoid|zero|do|cannot|n|refuse|minimize)/.test(
      p.words(hit.from, hit.to),
    );
  if (goal === 'capitalPreservation' && selfNegated)
    return / (isnt|not) (?:about |the |my |a |really )*$/.test(lead) && !NOT_A_REJECTION.test(lead);
  if (goal === 'longTermGainsOnly')
    return / (dont care about|do not care about|forget|no need (?:for|to)|not worried about|dont bother (?:with|about)|dont mind|not interested in|isnt about|not about) (?:\S+ ){0,3}$/.test(
      lead,
    );
  if (REJECT_CLAUSE.test(p.words(Math.max(from, hit.from - 12), hit.from)) && !NOT_A_REJECTION.test(lead))
    return true;
  const m = REJECT_BEFORE.exec(lead);
  if (!m || NOT_A_REJECTION.test(lead) || UNLESS.test(lead)) return false;
  if (/^ (rather than|instead of) $/.test(m[0]) || m[0].startsWith(' nothing ')) return true;
  const reach = m[0].trim().split(' ');
  if (
    reach.some((w) =>
      /^(just|only|want|need|prefer|instead|rather|wish|would|should|must|so|if|until|because|that|to|i|we|unless|when|before|which)$/.test(
        w,
      ),
    ) &&
    !/^ (not|dont|isnt|never|wont|no|do not) (?:really |even |at all |actually |particularly |currently |want |wanna |trying |looking |here |trade |build |grow |make |chase |flip |gamble |play |speculate |run |harvest |swing |time |in it |interested |need |aiming |care |going |about |after |like |plan |intend |interest |into |have |see |hoping |planning |willing |think |seeking |chasing |wish |my |the |a |that |this |to |for |in |on |of |get |i |me |make |do |we |us |be |it |any |much |your |or |care about |attempt |try |attempting |doing |taking |you |please |too |so |just |as )*$/.test(
      m[0],
    )
  )
    return false;
  return true;
}
