/** How people say that a thing should be bought, banned or kept. `before` stands in front of the thing, `after` behind it. */
export type Wish = 'exclude' | 'prefer' | 'keep' | 'nothing' | 'flip' | 'touch';

/** Weak wishes are everyday verbs: an everyday word after one ("buy food") says nothing without talk of investing. */
export const WEAK_BEFORE =
  /^ (i )?(buy|buying|like|love|want|more|add|need|get|get some|get more|get me|get me some|give me|just|into|only|in|plus|id like|add more|lots of|plenty of|some) $/;

const OWNING =
  '(?:buy|buying|own|owning|hold|holding|have|having|invest in|investing in|invest into|put me in|put me into|put us in|put us into|put money in|put money into|put anything in|put any money in|put a dime in|put a cent in|purchase|include|be in|be invested in|see|pick|support|fund|finance|profit from|get into|go into|add|want|like|need|be exposed to|be exposed|exposure to|go near|see any|get me|give me|show me|deal with|bother with|do|be part of|make money from|make money on|make money off|earn from)';
const NOT =
  '(?:never , ever|never , never|dont|do not|not|wont|will not|never|cant|no|refuse to|rather not|prefer not to|id rather not|id prefer not to|would rather not|would prefer not to|hate to|not going to|unwilling to|wouldnt|never ever|dont ever|dont want to|do not want to|not want to|not to|no longer want to|dont wish to|not willing to|never want to|would never|will never|not comfortable|dont let me|dont make me)';

export const BEFORE: Readonly<Record<Exclude<Wish, never>, readonly string[]>> = {
  keep: [
    'keep(?:ing)?(?! me| us| ahead| up)(?: all| both)?(?: of)?',
    `(?:${NOT} )(?:ever )?(?:sell|selling|part with|parting with|get rid of|dump|let go of|unload|trade away|give up|liquidate|sell off|sell any of|lose|ditch|trim)(?: any| all| off)?(?: of)?`,
    '(?:never|dont|nobody|no one|noone) (?:ever )?(?:sells?|selling|touches|touch my|touches my|lays a hand on|parts with|to sell|touching my)',
    '(?:hold|holding|hang|hanging|hanging) on ?to',
    'hold onto|hang onto|cling to|hands off|hands off of|retain|stick with my|stay in my|sticking with my|no selling|without selling|without touching|not selling|im not selling|wont sell|refuse to sell|refuse to part with|not part with|married to|attached to|in love with my',
    'hold(?:ing)? my|hodl(?:ing)?|hodl my|never let go of|not willing to sell|not willing to part with|stay long|no touching my|but not my|not my|leave in place',
    'leave(?: my| our)?(?= (?:\\S+ ){1,9}(?:alone|be|as is|untouched|where|as they are|in place|as it is)(?: |$))',
    '(?:sell|dump|liquidate|unload|get rid of|harvest|trim|ditch) (?:\\S+ ){0,3}(?:everything|anything|it all|all|the rest|whatever|losers|losses|else)(?: \\S+){0,4} (?:but|except|except for|apart from|other than|besides|save for)(?: my| the)?',
    '(?:under no circumstances?|on no account|by no means|in no case|under no condition|not under any circumstances)(?: should| do| may| can| will| would| must| shall| ever| you| we| i| anyone| please| ,)* (?:sell|selling|touch|part with|get rid of|dump)|over my dead body (?:\\S+ ){0,4}(?:sell|sells|touch|touches)|(?:dont|do not|never) (?:you )?dare (?:sell|touch)|whatever (?:you|happens)(?: do)? ,? ?(?:dont|do not|never) (?:sell|touch)|(?<=^ )hold|(?<= [.,;:!?] )hold|let me keep|i want to keep|want to keep|must keep|have to keep|gotta keep|id keep|ill keep|will keep|plan to keep|please keep|always keep|always hold',
  ],
  exclude: [
    '(?:just|only|please|pls|but please|and please|simply) (?:not|no)(?: any| in| more)?|anything but',
    'no(?: more| additional| new| other| further)?(?: of)?',
    `(?:${NOT} )(?:ever )?(?:want to |wanna |like to |wish to |be )?${OWNING}(?: any| anything| more| money| new| additional| single| a| of| the)*(?: from| in| with| to do with| related to| of| into)?`,
    `(?:i )?(?:wont|never|wouldnt|will not|would not|not|i dont|refuse to) (?:be )?(?:touch|touching)`,
    'never|avoid(?:ing)?|exclude|excluding|skip|skipping|stay(?:ing)? (?:away|out|clear|far away|the hell away|the heck away|well away|off)(?: from| of)?|steer(?:ing)? (?:me )?clear of|steer(?:ing)? (?:me )?away from|keep clear of|keep away from|stay off',
    'get(?:ting)? rid of(?: all| any| every| everything)?(?: of| in)?|dump(?:ing)?(?: all)?(?: of)?|sell(?:ing)? (?:all|every|off|out of|out|everything in|the whole|each|any|all the|every last|the rest of|the entire|100% of)(?: of)?(?: share of)?|unload(?:ing)?(?: all)?(?: of)?|ditch(?:ing)?|drop(?:ping)?|liquidate(?: all)?(?: of)?|get(?:ting)?(?: me| us)? out of|close out(?: my)?|exit|sell (?=(?:\\S+ ){1,3}(?:completely|entirely|all of it|altogether|in full)(?: |$))|cash out of|bail on|bail out of|toss|scrap|kill|axe|lose the|offload|wind down|eject|jettison',
    '(?:please )?sell',
    '(?:zero|no|without|minimal|limited|nil) (?:\\S+ )?exposure to(?: any)?|nothing (?:from|in|to do with|related to|with|involving|connected to|tied to|that touches|touching)|none of|nix|ban|banning|boycott|boycotting|without(?: any)?|zero|hates?|dislikes?|loathes?|despises?|detests?|avoids|refuses|cant stand|cannot stand|allergic to|opposed to|object to|against',
    'keep (?:me|us|it|my money|this|things|the portfolio|my portfolio|my account|the account) (?:out of|away from|clear of|free of|off)|free of|clear of|out of|away from|eliminate|purge|divest(?:ing)?(?: from)?|leave out|leaving out|cut out|remove|removing|strip out|weed out|screen out|filter out|kick out|rule out|omit|blacklist|veto|shun|block|forget',
    '(?:everything|anything|all sectors|any sector|every sector|everything else|all) (?:but|except|besides|other than|apart from|except for)|all but',
    'done with|through with|finished with|not interested in|no interest in|not a fan of|not fans of|dont believe in|do not believe in|dont trust|do not trust|uncomfortable with|uneasy about|not comfortable with|not comfortable owning|not into|sick of|tired of|no room for|no place for|no appetite for|no thanks to|not in|never in|nor',
    'rather not own|prefer not to own|wont own|wont buy|refuse to own|refuse to buy|refuse',
    'lose all(?: of)?|cut all|empty out',
    '(?<= , )not(?: any| in| on)?|(?<=(?:stocks|bonds|gold|crypto|cash|tech|equities|shares) )not(?= (?:bonds|stocks|gold|crypto|cash|tech|equities|shares))',
    '(?:i|we) (?:do|would|really do) mind',
    'instead of|rather than|over(?= bonds?| stocks?| crypto)',
  ],
  prefer: [
    '(?:sectors?|industry|stocks?|assets?|asset class) of (?:preference|choice)(?: is| are| :)?|(?:preferred|favou?rite) (?:sectors?|industry|assets?|asset class)(?: is| are| :)?|buy and hold',
    'more(?: of)?|prefer(?:ring|ably|s)?|lean(?:ing|s)? (?:more |heavily |a bit |a little |strongly |hard )?(?:toward|towards|into|to|on)|overweight(?:ing|ed)?|tilt(?:ed|ing)?(?: it| things| the portfolio| me| my portfolio)?(?: more)? (?:to|toward|towards)|favor(?:ing|s)?|skew(?:ed)? (?:to|toward|towards)|weight(?:ed)? (?:to|toward|towards)',
    'buy(?:ing)?(?: more| some| me| up| me some| additional| a lot of| lots of)?(?: of)?|purchase|loves?|loving|likes?|id like(?: to own| to buy| to have| to hold| to see)?(?: some| more)?|i would like(?: to own| to buy| to have| to hold)?(?: some| more)?|want(?: more| some| to own| to buy| to hold| only| to have| to add| to see| to be in)?(?: of| more| some)?|adore',
    'add(?:ing)?(?: more| some| to my| to)?(?: of)?|heav(?:y|ier|ily) (?:on|in|into|toward|towards)|load(?:ing)? (?:me )?up (?:on|with)|focus(?:ed|ing)?(?: more| mainly| mostly)? on|stick(?:ing)? (?:to|with)|bullish on|big on|keen on|excited about|enthusiastic about|fan of|fans of|believe(?:r)? in|bet(?:ting)? on|interested in|high on|sold on|hot on|optimistic about',
    '(?:put|putting|move|moving|shift|shifting|park|parking|invest|investing|allocate|allocating|pour|throw|stash|rotate|switch|push|steer)(?: it| everything| money| my money| this| more| most| some| all| all of it| most of it| the money| the rest| P| the proceeds| proceeds| N| more money| a bit| a lot| me| us| things| mostly| mainly| only| heavily| primarily| half| a chunk)*(?: in| into| to| toward| towards)',
    'give me(?: more| some| only| plenty of| lots of)?|show me(?: more| some)?|only|just|nothing but|exclusively|mostly(?: in)?|mainly(?: in)?|primarily(?: in)?|all in(?: on)?|concentrate(?:d)?(?: on| in)|emphasis on|emphasize|plenty of|lots of|a lot of|increase(?: my)?(?: exposure to| position in| stake in| holdings of)?|more exposure to|exposure to|boost(?: my)?|yes to|and into|then into|in favor of|max out|(?:make|making|earn|earning|profit|profiting|gain|cash in|win|milk|squeeze) (?:(?:money|profits?|gains?|the|most|me|you|can|could|u|a|some|quick|fast|buck|bucks|as|much|big|short|term|it|possible) )*(?:off(?: of)?|from|on|with|out of)|go (?:long|heavy|big|all in)(?: on)?|going (?:long|heavy|big|all in)(?: on)?|long on|bring on|double down on|pile into|pile on|include|stock up on|accumulate|gimme|get me(?: more| some)?|get (?:more|some|into)|hold (?:more|mostly|only|mainly)|own (?:more|mostly|only|mainly|some)|rather (?:have|own|hold|be in)|go for|going for|fill it with|fill up on|need (?:more|some)',
  ],
  touch: ['(?:dont|do not|not|never) (?:you )?(?:dare )?(?:ever )?touch(?: any of| any)?'],
  flip: [
    'except(?: for)?|besides|other than|apart from|aside from|save for|with the exception of|excepting|but keep|but not',
  ],
  nothing: [
    '(?:less|fewer|reduce|reducing|trim|trimming|lighten up on|cut back on|scale back|lower|underweight|cut down on|decrease|ease off|ease up on)(?: of| my)?',
    'sell(?:ing)? (?:some|half|part|a bit|a few|a little|a portion|a third|most|P|N|M)(?: of)?',
    '(?:dont|do not|not|no|wont|wouldnt) (?:really )?(?:mind|hate|care about|care for or against|oppose|objection to|object to|problem with|issue with|opinion on|opinion about|strong feelings about|bothered by|against|opposed to|need to (?:sell|avoid|exclude|drop))',
    'nothing against|no problem with|no objection to|no issue with|ok with|okay with|fine with|indifferent to|neutral on|open to|more than|less than|no more than|no less than|no matter|no later|no fewer|no idea|no clue|no doubt|no longer|no one|no wonder|no way to|no need|no problem|no worries|no pressure|no rush|no hurry|no kidding|no offense|no big deal|no point|no such|no thanks|no thank you',
    '(?:says?|said|thinks?|tells me|told me|suggests?|wants me|keeps telling me|recommends?|swears by|tips?) (?:(?:that|i|we|me|us|to|should|must|could|you|can|will|need|have|go|ought|all|just|really) )*(?:buy|buying|sell|selling|own|hold|get|dump|add|more|love|into|in)?',
    '(?:i|we) (?:have|own|hold|got|already own|already have|currently own|currently hold|bought|sold)|holds|holding|ive got|work at|work for|worked at|works at|works for|job at|employed by|employee of|my job at|bought|sold|gave me|heard|read|told|said|saw|what about|how about|how is|how are|hows|whats|what is|price of|news about|news on|thoughts on|think of|think about|opinion of|ask|ask about',
    '(?:anyone|anybody|everyone|everybody|people|they|others|any fool) (?:can|could|will|may|should|does|just)? ?(?:buys?|owns?|holds?|loves?|likes?)',
    'how much|how many|why|when|where|beat|beating|outperform|than|compared to|versus|vs|against the|ahead of',
  ],
};

const BE = '(?:is|are|s|should be|must be|will be|be|stay|remain|has been|was)';
export const AFTER: Readonly<Record<'exclude' | 'keep' | 'prefer' | 'nothing', readonly string[]>> = {
  keep: [
    `(?:shares? |stock |stocks |position |holdings? )?(?:${BE} )?(?:never to be sold|not to be sold|never sold|never for sale|not for sale|isnt for sale|untouchable|sacred|sacrosanct|a keeper|keepers|not going anywhere|isnt going anywhere|here to stay|to be kept|to stay|not up for sale|mine forever|never going|staying|kept)`,
    '(?:shares? |stock |position )?(?:stays?(?! away| out| clear| off| clear| flat)|stays? put|remains?|must stay|has to stay|have to stay|should stay|gets to stay|must never be sold|should never be sold|must not be sold|never gets? sold|cannot be sold|cant be sold|never leaves?|may not be sold|can stay|will stay|shall stay|ought to stay)',
    '(?:shares? |stock )?(?:alone|untouched)',
    'is a keeper|are keepers|keeper|leave (?:it|that|that N|that one|them|those) (?:alone|be)|though leave (?:that|it)',
  ],
  exclude: [
    `(?:stocks? |shares? |funds? |companies |too |also |either |altogether |stuff |things |both |all )?(?:${BE} )?(?:all |both |just |simply |also |totally |completely |absolutely |strictly |definitely )?(?:off the table|out of the question|off limits|a no go|no go|no gos|nogo|a no no|no nos|not for me|not for us|dead to me|not allowed|not welcome|unwelcome|forbidden|banned|verboten|a hard no|hard no|hard pass|a pass|taboo|excluded|out|gone|history|not ok|not okay|not acceptable|unacceptable|to go|a nonstarter|a non starter|not an option|not something i want|not my thing|a dealbreaker|deal breakers?|poison|evil|radioactive|not to be touched|to be avoided|prohibited|barred|against my (?:religion|values|principles|beliefs|faith))(?! (?:fashion|performing|pacing))`,
    '(?:stocks? |shares? |companies )?(?:has to go|have to go|must go|can go(?= [.,;!]| $)|can leave|are toast|is toast|is finished|are finished|is over|are over|out the door|hit the road|goes(?! up| down| to)|needs to go|need to go|should go|gotta go|can get lost|can go to hell|can take a hike|makes? me (?:sick|uneasy|nervous|uncomfortable)|need not apply|be gone|begone)',
    '(?:no|nope|never|no thanks|no thank you|no way|never again|hell no|pass)(?= [.,;:!?)]| $)',
    '(?:stocks? |shares? |companies )?(?:free)(?= [.,;!]| $| portfolio| investing| please| only)',
    '(?:no|never|nope)(?= \\S+ (?:yes|ok|please|sure))',
    'dont belong|do not belong|i dont want|i do not want|i wont own|i want nothing to do with|we dont want|i avoid|i refuse|i hate|i cant stand',
  ],
  prefer: [
    '(?:stocks? |shares? |funds? |companies )?(?:only|exclusively|all the way|yes|yes please|please(?= [.,;!]| $)|for the win|ftw)(?! (?:if|when|after|until|for|to))',
    `(?:stocks? |shares? |funds? |companies )?${BE} (?:welcome|my favorites?|favorites?|the way to go|where its at|what i want|what im after|best|what i like|what i love|preferred|great to have|my kind of thing|my thing)`,
    '(?:is|are) in(?= [.,;!]| $)|(?:stocks? |shares? |funds? |companies )?(?:is|are) (?:a |my )?(?:strong |clear |top )?buy|(?:stocks? |shares? |funds? |companies )?(?:preferred|favou?red)(?= [.,;!]| $)|(?:is|are) what (?:i|id|we|i would) (?:like|want|love|prefer|pick|buy|overweight|own|favor|choose|go for)|yes|and nothing else|or nothing|and thats it|and no other|and that is it|above all|first and foremost',
    'i (?:like|love|prefer|want more of|believe in)',
  ],
  nothing: [
    '(?:can|could|may|might) be sold',
    '(?:is|are) (?:fine|ok|okay|alright|acceptable|allowed)',
    'i can live with|i dont mind|dont bother me|whatever',
  ],
};
