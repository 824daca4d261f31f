import { cue, type Cue, type Hit, type Passage } from './passage.ts';

export type RiskLevel = 'low' | 'medium' | 'high';
export interface RiskHit extends Hit {
  readonly level: RiskLevel;
}

const HIGH: readonly Cue[] = [
  '(?:very |quite |super |more |pretty |fairly )?aggressive(?:ly)?',
  'high(?:est)? risk|riskiest|(?:the |some )?risky (?:stuff|stocks|bets|plays|ones) (?:please|only|are fine)',
  'high (?:tolerance|appetite) for risk',
  '(?:risk )?(?:appetite|tolerance)(?: for risk)? (?:is |: |of mine is |= )?(?:very |quite |pretty |rather |super |extremely )?(?:high|large|big|huge|strong|enormous|above average)',
  '(?:high|big|large|huge|strong|great|healthy|massive|enormous) (?:risk )?(?:appetite|tolerance|stomach)(?: for (?:risk|volatility))?',
  'risk (?:lover|seeker|seeking|taker|hungry|tolerant)',
  'love (?:the |taking )?risks?',
  '(?:take|taking|accept|embrace|handle|stomach|ok with|okay with|fine with|comfortable with|not afraid of|not scared of|enjoy|welcome|bring on) (?:a lot of |lots of |big |high |some serious |plenty of |more |the |serious |large |huge |extra |any |great |considerable |substantial )+risks?',
  '(?:not afraid of|not scared of|enjoy|welcome|embrace|not worried about|dont fear|do not fear|unafraid of|dont mind|do not mind) (?:taking )?(?:the |a |some |big |high |lots of |a lot of )*risks?(?: and volatility)?',
  'risk (?:doesnt|does not|dont|isnt) (?:scare|bother|worry|frighten) (?:me|us)',
  '(?:swing big|go big or go home)',
  'risk is (?:fine|ok|okay|welcome|no problem|not a problem|good)',
  'risk (?:level|profile|setting) (?:is |: |of )?(?:very )?high',
  'daredevil|gunslinger|thrill seeker|risk on',
  'risk (?:\\? |, |: |- )?bring it on|(?:keep|make|turn|crank|dial|want|set) (?:the |my )?risk (?:level )?(?:high|up|to the max|to max|to eleven)|(?:want|like|love|enjoy|crave|live for|thrive on) (?:\\S+ )?(?:thrills|danger|high stakes|big swings)|risk (?:is )?my middle name|eat risk for breakfast|maximum risk|max risk|all the risk|full risk|more risk|big risks?|bold(?:ly)? risks?',
].map(cue);

const LOW: readonly Cue[] = [
  '(?:very |quite |super |pretty |rather |fairly |more |extremely |ultra )?conservative(?:ly)?',
  '(?:very |quite |super |pretty |rather |fairly |extremely |more )?cautious(?:ly)?',
  '(?:im |i am )?no (?:daredevil|gambler|risk taker|thrill seeker|cowboy)|(?:my )?risk (?:is|should be|must be|has to be|to be|stays?|=|:) (?:very |quite |as )?(?:low|small|tiny|minimal)|risk averse|risk aversion|risk shy|averse to risk|risk adverse',
  'low(?:er|est)? risk|minimal risk|minimum risk|little risk|as little risk ~3 possible|least risk|very little risk|tiny risk|less risk',
  'low (?:tolerance|appetite) for risk',
  '(?:risk )?(?:appetite|tolerance)(?: for risk)? (?:is |: |of mine is |= )?(?:very |quite |pretty |rather |super |extremely )?(?:low|small|tiny|minimal|limited|zero|nil|weak|nonexistent)',
  '(?:low|small|tiny|little|no|zero|N|limited|minimal|weak) (?:risk )?(?:appetite|tolerance|stomach)(?: for (?:risk|volatility|risks))?',
  '(?:dont|do not|wont|not|cant|never|hate to|refuse to|unwilling to|not willing to|not want|rather not|afraid to|scared to|no need to|dont like to|dont want to|not going to|no like) (?:want to |like to |wish to |willing to |going to |looking to |be |like |want |here to )*(?:take|taking|bear|accept|run|handle|stomach|tolerate) (?:on )?(?:a lot of |lots of |big |much |many |any |high |too much |too many |unnecessary |the |more |large |crazy |wild |great |serious |such )*(?:risks?|chances)',
  '(?:dont|do not|no|not) (?:like|want|love|enjoy|need|fan of) (?:any |the |much |a lot of |lots of |big |high |too much |more )*(?:risks?|volatility)',
  '(?:no|zero|N|without|avoid|avoiding|hate|hates|dislike|fear|minimize|minimizing|minimum|limit|cut|reduce|afraid of|scared of|nervous about|allergic to|uncomfortable with) (?:any |the |all |taking |unnecessary |big |much |undue |excessive |too much |high |large )*risks?',
  'not (?:be )?(?:too |very |overly |so |a |an |that |much of a |much of an |really a |particularly |really )*(?:risky|aggressive|daring|adventurous|risk taker|gambler|aggressive investor|risk tolerant|daredevil)',
  '(?:nothing|anything but|isnt|dont want anything|no|not) (?:too |very |overly )?(?:risky|aggressive|wild|crazy|daring|adventurous|speculative)(?: stuff| bets?| stocks)?',
  'risk (?:scares|worries|frightens|terrifies|bothers) (?:me|us)',
  'risk (?:level|profile|setting) (?:is |: |of )?(?:very )?low',
  '(?:keep|make|hold|turn|dial|want|have|like|get|bring|set) (?:the |my |all )?risks? (?:levels? )?(?:low|down|small|minimal|tiny|to a minimum|at a minimum|in check|limited|as low|very low)|risk (?:is )?(?:not|isnt) (?:for me|my thing|my cup|something)|(?:i )?(?:scare easily|hate surprises with risk)|(?:im |call me |a bit |very |rather |quite |pretty |too )*(?:timid|skittish)(?: investor| about risk| with risk| with money)?|nervous investor|risk off|risk free|risk-free|riskless',
  'low volatility|(?:cant|dont) (?:stomach|handle|stand) (?:the )?(?:ups and downs|volatility|swings)',
].map(cue);

const MEDIUM: readonly Cue[] = [
  '(?:moderate|moderately|medium|average|middling|mid level|balanced) (?:amount of |level of |degree of |to |in )?(?:risk|risks|risk tolerance|tolerance|appetite|investor|risk profile|risk level)',
  '(?:risk )?(?:appetite|tolerance|profile|level)(?: for risk)? (?:is |: |of mine is |= )?(?:about |pretty |fairly |just |somewhere |roughly |kind of |around )*(?:moderate|medium|average|balanced|in the middle|middling|middle of the road|mid|normal)',
  '(?:im|i am|we are|were|am|call me|consider myself|id say im|as|is) (?:a |an |pretty |fairly |about |roughly |kind of |sort of |just |more or less )*(?:moderate|balanced|medium|middle of the road)(?: investor| person| type| with risk| when it comes to risk| on risk| about risk| risk)?',
  'balanced (?:portfolio|approach|mix|investor|risk|strategy|profile|risk profile)|(?:keep|make|stay) (?:it |things )?(?:balanced|moderate)|moderate investor|moderate(?:ly)? risky?|neither (?:too )?(?:conservative|cautious|timid|risky|aggressive) nor (?:too )?(?:aggressive|risky|wild|bold|reckless|conservative|cautious)|somewhere between (?:conservative|cautious) and aggressive|some risk (?:is|but)|not too (?:risky|aggressive) (?:and |but )?not too (?:safe|conservative|cautious)|(?:somewhere |right |smack |pretty much )*in the middle (?:on|of|for|with|about|when it comes to) (?:the )?risk(?: scale| spectrum| range)?|neither \\w+ nor \\w+ ~4 risk|middle of the road|risk(?: level)? (?:right )?in the middle',
].map(cue);

const NEGATED =
  / (not|dont|isnt|never|no|nothing|without|less|hardly|anything but|neither|nor|wont|cant|instead of|rather than|nobody) (\S+ ){0,3}$/;
const POLITICS = / (party|government|politic\w*|voter|voters|republican|estimate|estimates|church|dress) /;

function firstFree(
  p: Passage,
  cues: readonly Cue[],
  taken: readonly Hit[],
  level: RiskLevel,
  allowNegated: boolean,
): RiskHit[] {
  return cues.flatMap((c) =>
    p.find(c).flatMap((h): RiskHit[] => {
      if (taken.some((t) => h.from < t.to && t.from < h.to)) return [];
      const before = p.words(Math.max(p.sentenceStart(h.from), h.from - 4), h.from).replace(/^.* , /, ' ');
      if (POLITICS.test(p.words(h.from, Math.min(p.sentenceEnd(h.from), h.to + 3)))) return [];
      if (
        !allowNegated &&
        NEGATED.test(before) &&
        !/ (not only|not just|no problem|dont mind) $/.test(before)
      )
        return [];
      return [{ ...h, level }];
    }),
  );
}

/** Every statement about appetite for risk or temperament as an investor, refusals before acceptances. */
export function findRisk(p: Passage): RiskHit[] {
  const medium = firstFree(p, MEDIUM, [], 'medium', false);
  const low = firstFree(p, LOW, medium, 'low', false);
  const high = firstFree(p, HIGH, [...medium, ...low], 'high', false);
  const all = [...medium, ...low, ...high];
  return all
    .filter((h, i) => !all.some((o, k) => k < i && o.from <= h.from && h.to <= o.to))
    .toSorted((a, b) => a.from - b.from);
}
