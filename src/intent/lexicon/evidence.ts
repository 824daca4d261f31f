import type { Goal } from '../intent.ts';

/**
 * Weak hints: one alone says nothing, several for one goal and few for any other do. Each group counts once.
 * Used only where no phrase and no pair of ideas was found.
 */
export type EvidenceGroup = readonly [pattern: string, weight: number];

/** Words without which a text is hardly about a portfolio. */
export const MONEY_WORDS =
  'money|cash|stocks?|shares?|profits?|trades?|trading|sell|buy|dollars|bucks|account|positions?|invest\\w*|portfolio|gains?|savings?|nest egg|principal|capital|funds?|market|losses|loss|balance|interest|income|pension|M|broker|picks?|egg|amount|rich|wealth\\w*|minus|lose everything|lost everything|fortune';

export const EVIDENCE: Readonly<Partial<Record<Goal, readonly EvidenceGroup[]>>> = {
  shortTermAlpha: [
    ['market|index|index fund|benchmark|s&p|nasdaq|dow|russell|spy|voo|qqq|averages?', 1.2],
    [
      'crowd|everyone|everybody|others|peers|rivals|competitors|competition|experts|analysts|wall street|friends|boss|neighbors?|coworkers?|colleagues?|other (?:people|investors|traders)|the pros|herd',
      1.1,
    ],
    [
      'beat|smoke|outdo|win|first among|rank|ahead|top|outscore|better|more than|superior|one up|lap|dust|run away|leave behind|best of|number one|first place',
      1.3,
    ],
    [
      'has it wrong|have it wrong|got it wrong|gets it wrong|get it wrong|is wrong about|are wrong about|overlook\\w*|mispric\\w*|out of line|out of whack|snap back|snaps back|come back in line|revert\\w*|given up on|undervalued|cheap for no reason|wrong price|too low|too cheap|mistakes? in price|price mistakes?|inefficien\\w*|discount to|below fair value|intrinsic|true value|what its worth|before they correct|before it corrects|correct\\w* itself',
      2,
    ],
    [
      'exploit|take advantage|pounce|pounces?|act (?:first|early|before)|jump on|get there first|early bird|be first',
      1.2,
    ],
  ],
  shortTermGain: [
    [
      'today|tomorrow|tonight|this week|next week|this month|next month|by months end|months end|end of the month|by friday|next friday|by monday|on friday|on thursday|before D|by D|days|weeks|weekend|this weekend|few weeks|N weeks|N days|quick|quickly|fast|soon|hurry|rapid\\w*|short term|overnight|within the month|thanksgiving|holidays',
      1.5,
    ],
    [
      'jump|jumps|pop|pops|make it rain|catch a wave|wave|cash out|cash in hand|something extra|skim\\w*|in my pocket|repeat|rip|runs?|climb|spike|spikes|bigger|payday|windfall|score|rocket|take off|double|extra|tidy|hop|flip|sweet|winnings|pay off|pays off|rally|surge|breakout|mover|movers|pocket',
      1.3,
    ],
    ['profits?|gains?|make me money|more money|earn|make money|some money|dollars|M', 1],
  ],
  longTermGain: [
    [
      'kids|children|grandkids|grandchildren|family|son|daughter|nieces?|nephews?|heirs|great grandchildren|kids kids|godson|goddaughter|descendants|baby|twins|toddler|newborn',
      1,
    ],
    [
      'building something|build something|rich|wealth\\w*|legacy|hand down|handed down|inherit\\w*|generations?|pass on|when im gone|when i am gone|after im gone|after i am gone|one day|someday',
      1.3,
    ],
    ['outlives? me|outlast\\w*|outlive me|after me', 1.3],
    ['time is what i have|time on my hands|lots of time|all the time', 1.2],
    [
      'old bones|my bones|old age|older|gray hair|grey hair|seventy|eighty|sixty|sixty five|rocking chair|porch swing|hammock|golf|cruise around the world|no longer work|cant work|stop working|hang up|pension|my later|swing a hammer|too old to work|elderly|old man|old lady',
      1.3,
    ],
    [
      'interest earn|interest on interest|earn interest on|compound\\w*|patience|patient|slow|decades|years and years|go to sleep for|for twenty years|many years|long time|far away|far off|long way off|a long road|distant',
      1.3,
    ],
    [
      'income at|live on it|live off|nest egg|savings|set for life|comfortable|mortgage is (?:long )?paid|mountain|forest|oak|fortune|grow',
      1,
    ],
  ],
  capitalPreservation: [
    [
      'melt\\w*|vanish\\w*|evaporat\\w*|disappear\\w*|dissolv\\w*|slip through|wither|rot|crumble|leak|fade|shrink\\w*|dwindle|erode|go poof|poof',
      2,
    ],
    [
      'anything happen|something happens?|nothing happens?|harm|harms way|hurt|damage|danger|dangerous|peril|accident|break|broken|scratch|dent',
      1.5,
    ],
    [
      'any loss|small loss|loss|losses|lose|losing|lost|minus|red numbers|down|drop|dropping|fall|falling|decline|lower',
      1.2,
    ],
    [
      'up at night|keeps me up|sick to my stomach|cant stand|cannot stand|scared|afraid|worried|nervous|anxious|terrified|fear|cry|heart attack|nightmares?|break me|kill me|ruin me|panic',
      1.6,
    ],
    [
      'all i have|all we have|everything i own|widows?|late husband|late wife|my mothers|inheritance from|settlement|insurance money|sold my (?:house|bakery|business|farm|home|shop)|only money|last money|life savings|cant earn it|cannot earn it|too old|not young|im eighty|fixed income|disabled|disability|cant work anymore',
      1.6,
    ],
    ['tight|tightly|dont let go|clutch', 1.2],
    [
      'same amount|no less|not less|not a penny less|at least what|still have|still be|stay put|stays put|hold tight|guard|keep it|keep my|keep the|careful|gentle|carefully|watch over|look after|babysit|with your life|first rule|in the same place|just sit there|no surprises|not me|not us',
      1.2,
    ],
    ['lose everything|lost everything|losing everything|same amount|wiped out|lose it all|lost it all', 1.2],
    ['nest egg|principal|savings|my money|the money|this money|balance|capital|the account', 0.9],
    [
      'rather|cannot stand|cant stand|no gain|less gain|dont need (?:more|growth|gains|profit)|not looking for more|no need to grow|enough already|i have enough|whole job|only job|that is all',
      1,
    ],
  ],
};
