import type { GoalHit } from './implied-goals.ts';
import { cue, type Hit, type Passage } from './passage.ts';

export interface TaxWishes {
  readonly shortTermGains: (Hit & { readonly value: 'avoid' | 'allow' }) | null;
  readonly harvest: (Hit & { readonly value: boolean }) | null;
  /** "Taxes don't matter": both tax goals are then off. */
  readonly indifferent: Hit | null;
}

const INDIFFERENT = [
  '(?:tax|taxes|taxation|tax consequences|tax impact|the tax side|tax bill|the irs|tax efficiency) (?:are |is |really |just |here |thing |stuff |simply |totally |completely |aspect |side |wont |wise )*(?:irrelevant|dont matter|do not matter|doesnt matter|does not matter|not important|not a concern|isnt a concern|isnt an issue|are no concern|no concern|no issue|not an issue|unimportant|no object|dont count|dont apply|do not apply|isnt relevant|isnt important|not relevant|dont concern me|of no concern|of no interest|of no importance|of no consequence|not my concern|not a worry|no worry of mine|no problem|not a factor|arent a factor|immaterial|isnt a factor|beside the point|no worry|be damned|whatever|who cares|the least of my worries|wont matter|matter not|not matter|moot)',
  '(?:dont|do not|couldnt|could not|not|never|no need to|dont need to|cant|wont|no) (?:really |even |to |be |have to |need |i |you |ever |at all |want to )*(?:care|worry|worried|worries|think|mind|bothered|fuss|concerned|bother|sweat|give a damn|give a hoot|stress|lose sleep|concern|consider)(?: less)? ?(?:about|over|for|with|of|to|myself with)? (?:the |any |my |paying |owing |at all about |much about |what )*(?:tax|taxes|taxation|tax consequences|tax bill|tax impact)(?! loss| losses| harvest\\w*| free)',
  '(?:ignore|forget|forget about|disregard|never mind|nevermind|screw|damn|hang|skip|to hell with|regardless of|irrespective of|whatever the|no matter the|indifferent to|leave aside|dont let|without regard (?:to|for)|who cares about|no thought (?:to|for)) (?:the |any |all )*(?:tax|taxes|taxation|tax consequences|tax bill|tax impact|tax side)(?! loss| losses| harvest\\w*| free)',
  'tax (?:free|sheltered|exempt|deferred|advantaged) account ~6 (?:dont|irrelevant|matter|ignore|no)|(?:its|this is|it is|inside|in) (?:an |a |my )?(?:ira|roth|401k|roth ira) ~5 (?:so|no) ~3 tax\\w* ~3 (?:matter|issue|concern|irrelevant|worry)',
].map(cue);

const ALLOW = [
  '(?:short term|stcg|ordinary) (?:capital |cap |income )*(?:gains?|tax(?:es)?|rates?|profits?|gains? tax(?:es)?|gains? rates?)(?: rates?| tax| taxes| are| is| on)* (?:just |totally |perfectly |completely |all |quite |absolutely |really |no )*(?:fine|ok|okay|acceptable|alright|allowed|welcome|all right|no problem|not a problem|dont bother|dont scare|doesnt bother|doesnt scare|doesnt matter|dont matter|no big deal|no issue|not an issue|are cool|cool|good with me|permitted|tolerable|i can live with|worth it|dont worry)',
  '(?:fine|ok|okay|happy|willing|comfortable|cool|alright|content|prepared|ready|good|no problem|no objection|no issue|at peace|live) (?:with |to |about |by |paying |pay |taking |take |realizing |realize |having |have |owe |owing |the |any |some |a |on |if i |if we )*(?:short term|ordinary) (?:capital |cap |income )*(?:gains?|tax(?:es)?|rates?|profits?)',
  '(?:dont|do not|wont|doesnt|not|no) (?:really |even )?(?:mind|care about|care if|worry about|bother me|object to|afraid of|scared of|care) (?:i |you |we |about |to |if |paying |pay |taking |realizing |having |incurring |incur |the |any |some |a |owing |owe |with |trigger |triggering )*(?:short term|ordinary) (?:capital |cap |income )*(?:gains?|tax(?:es)?|rates?|profits?)',
  '(?:ill|i will|gladly|happily|go ahead and|can) (?:gladly |happily |just |pay |eat |take |swallow |accept |realize |the |any |some |book )+(?:short term|ordinary) (?:capital |cap |income )*(?:gains?|tax(?:es)?|rates?)',
  '(?:paying|taking|realizing|owing) (?:the )?(?:short term|ordinary)(?: income| capital| gains?)* ?(?:tax(?:es)?|rates?|gains?)? (?:is|are|doesnt|does not) (?:totally |just |perfectly )*(?:ok|okay|fine|acceptable|bother|scare|no problem|matter)',
].map(cue);

const NO_HARVEST = [
  '(?:dont|do not|never|no|stop|without|not|quit|skip|forget|avoid|please dont|wont|cancel|disable|turn off|switch off|no need for|leave out|against|not interested in|refuse|cease|halt|end|hate|nix|rather not|drop|enough|no more|hold off on|lay off) (?:want |any |about |do |doing |the |to |me |my |you |your |in |be |with |for |of |like |need |all |bother |bothering |this |that |more |on |using |use |interested in |have |see |a )*(?:tax loss(?:es)?|taxloss|tlh|harvest\\w*|loss harvest\\w*|tax loss (?:harvest\\w*|sell\\w*))(?! season| moon| time)',
  '(?:tax loss (?:harvest\\w*|sell\\w*)|tlh|harvest\\w*|loss harvest\\w*) (?:is |are |of losses |losses )*(?:not|off the table|out of the question|isnt|doesnt|no thanks|not for me|off|unnecessary|forbidden|out|never|turned off|disabled|a no|pointless)',
].map(cue);

const NO_SHORT = cue(
  '(?:no|nothing to do with|never|avoid|without|refuse|dont want|do not want|not want|hate|dodge|zero) (?:\\S+ ){0,5}(?:short term (?:capital )?gains?|stcg|short term rates?|short term tax(?:es)?|short term (?:capital )?gains? tax(?:es)?)',
);

const firstOf = (p: Passage, cues: readonly ReturnType<typeof cue>[]): Hit | null =>
  cues.flatMap((c) => p.find(c)).toSorted((a, b) => a.from - b.from)[0] ?? null;

/** What the text says about short-term gains and about harvesting, given the goals found. */
export function findTaxes(p: Passage, goals: readonly GoalHit[]): TaxWishes {
  const indifferent = firstOf(p, INDIFFERENT);
  const longOnly = goals.find((g) => g.goal === 'longTermGainsOnly' && !g.isRejected) ?? null;
  const allow = firstOf(p, ALLOW) ?? indifferent;
  const avoid = longOnly ?? (allow ? null : firstOf(p, [NO_SHORT]));
  const refused = firstOf(p, NO_HARVEST);
  const rejected = goals.find((g) => g.goal === 'taxLossHarvesting' && g.isRejected) ?? null;
  const wanted =
    goals.find(
      (g) =>
        g.goal === 'taxLossHarvesting' &&
        !g.isRejected &&
        !(refused && g.from < refused.to && refused.from < g.to),
    ) ?? null;
  const no = refused ?? rejected;
  return {
    shortTermGains:
      avoid && !indifferent ? { ...avoid, value: 'avoid' } : allow ? { ...allow, value: 'allow' } : null,
    harvest: wanted ? { ...wanted, value: true } : no ? { ...no, value: false } : null,
    indifferent,
  };
}
