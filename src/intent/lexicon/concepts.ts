import { EVERYDAY_FIELDS } from './everyday.ts';

/**
 * Groups of words that mean much the same to an investor, for the trained reader (`word-features.ts`): a sentence in words it has never seen
 * still shares a group with one it has. `*` ends a prefix; a phrase has at most three words. Words as normalised by `tokens.ts`.
 */
export const CONCEPTS: Readonly<Record<string, string>> = {
  yard: 'market|markets|index|indexes|indices|benchmark*|s&p|sp500|spy|voo|vti|qqq|nasdaq|dow|russell|djia|msci|ftse|dax|stoxx|average|averages|etf|etfs|passive|tracker|wall street|street|index fund|index funds|index huggers|yardstick|consensus',
  rival:
    'peer|peers|rival*|competitor*|competition|compet*|contest*|others|everyone|everybody|crowd|herd|pack|field|colleague*|coworker*|neighbor*|neighbour*|friend*|brother|sister|buddies|buddy|analyst*|expert*|pros|professional*|manager|managers|institution*|insiders|masses|roommate*|league|boss|guys|folks|sheep|lemmings|advisor|adviser|robo*|quants',
  outdo:
    'beat|beats|beating|outperform*|outpac*|outdo*|outrun*|outsmart*|outgun*|outwit*|outrank*|outshin*|outclass*|outscor*|exceed*|surpass*|top|tops|topping|crush*|smash*|trounc*|win|wins|winning|victory|ahead|above|lead|leads|leading|better|overtak*|edge|edges|advantage|superior|trophy|rank|ranks|ranked|ranking*|podium|leaderboard|scoreboard|excess|alpha|relative|extra|dunk|flex|bragging|best|faster than|more than|over the|versus|quartile|decile|skill|leave behind',
  lag: 'lag|lags|lagged|lagging|laggard*|trail*|behind|underperform*|mediocre|mid|second place|catch up|last place|losing to',
  misprice:
    'mispric*|undervalu*|overvalu*|misvalu*|overlook*|inefficien*|cheap*|underpric*|overpric*|dislocat*|discount*|misjudg*|anomal*|overreact*|irrational|spread|spreads|gap|gaps|converg*|reversion|revert*|snap|bargain*|unnoticed|neglect*|arbitrage|pair|pairs|true value|fair value|intrinsic|unloved|ignored|misunderst*|wrong|wrongly|mistakes|errors|out of line|hidden|unfairly|valuation*|priced|sleeping on|asleep|despise*|underfollow*|misread*|oversold',
  early:
    'before others|notice|notices|noticed|catches on|catch on|wakes up|early|earlier|discover*|figure out|figures out|ahead of|first to|before they|before it|information|informational|news|revis*|react|reacts|priced in',
  fast: 'quick|quickly|quicker|quickest|fast|faster|fastest|rapid*|swift*|soon|sooner|asap|immediate*|instant*|overnight|hurry|speed*|prompt*|near term|short term|short run|short|shortly|impatien*|patience isnt|now|pronto|brisk|snappy|yesterday|real quick|in no time',
  shorttime:
    'today|tonight|tomorrow|week|weeks|weekly|weekend|days|day|daily|month|months|monthly|hours|hour|minutes|friday|monday|tuesday|wednesday|thursday|quarter|summer|spring|winter|autumn|fall|christmas|easter|thanksgiving|halloween|holidays|season|semester|new year|year end|labor day|july|lunch|noon|close|bell|intraday|fortnight|payday',
  trade:
    'trade|trades|trader|traders|trading|daytrad*|flip|flips|flipping|scalp*|swing|swings|swinging|momentum|breakout*|turnover|speculat*|gambl*|bet|bets|in and out|ride|rides|riding|hop|hops|jump|jumps|jumping|catalyst*|rally|rallies|pump*|bounce*|pop|pops|spike*|squeeze|moon|rip|rips|runner*|mover|movers|hot|yolo|tendies|options|weeklies|setups|earnings|thrill|excitement|action|casino|surf|wave|wins',
  profit:
    'profit|profits|profitable|gain|gains|earn|earns|earning|money|return|returns|bucks|dough|bread|payday|rich|richer|wealthy|winnings|fortune|double|doubled|doubling|triple|bank|cash in|payoff|pays off|yield*|bacon|make money|loot|score|upside|windfall|proceeds|reward|rewards|jackpot|killing',
  grow: 'grow|grows|growing|growth|compound*|accumulat*|multipl*|swell*|build|builds|building|snowball|bigger|larger|appreciat*|pile|piles|stack*|expand*|increase*|mature into|cook|rise|ripen',
  longtime:
    'decade|decades|long|long term|long haul|long run|forever|lifetime|years|patien*|slow|slowly|steady|steadily|eventually|someday|one day|later|distant|future|far|far off|generation*|perpetu*|permanent*|eternity|many years|no rush|no hurry|ages|century|marathon|tortoise|time|horizon|runway',
  retire:
    'retire*|retirement|pension*|401k|403b|ira|roth|sep|old age|fire|stop working|quit working|done working|no longer work|without working|quit my job|work optional|independen*|freedom|nest egg|nest|egg|golden years|old|older|elderly|sixties|seventies|gray|grey|social security|hang up|life after work|last day of work|leave my job|leave our jobs|career|paycheck|hammock|golf',
  kin: 'kid|kids|children|child|son|sons|daughter*|grandkid*|grandchild*|granddaughter*|grandson*|great grandchildren|nephew*|niece*|baby|babies|newborn*|toddler*|twins|family|descendant*|boy|girl|little ones|godson|goddaughter|offspring|unborn|grown',
  parent:
    'mother|father|mom|dad|moms|dads|parents|grandma|grandmother|grandpa|grandfather|aunt|uncle|wife|husband|spouse|widow*|late wife|late husband|ex|partner',
  edu: 'college|university|tuition|school|education|529|scholarship*|degree|campus|studies|study|student|grad',
  legacy:
    'legacy|inherit*|heir|heirs|bequea*|bequest|pass on|passed on|hand down|handed down|leave behind|dynasty|endow*|estate|trust|foundation|generational|posterity|remember me|when im gone|after im gone|outlive*',
  hold: 'hold|holds|holding|held|sit|sits|wait|waits|waiting|untouched|forget|stay|stays|stay put|buy and hold|never sell|hodl|diamond|leave alone|marry|own',
  safe: 'safe|safer|safest|safely|safety|secure*|securit*|protect*|preserv*|guard*|shield*|conserv*|defensive*|stable|stabil*|intact|insulat*|insured|guarantee*|certain*|calm|peace|boring|bunker|vault|fortress|moat|haven|lifeboat|seat belt|careful*|cautious*|prudent*|harmless|quiet|gentle|reliable|dependable|solid|untouchable|whole|cushion*|buffer*|emergency|rainy|reserve|reserves|belt|anchor*|low risk|riskless|treasur*|parked|park',
  lose: 'lose|loses|losing|loss|losses|lost|shrink*|shrunk|drop|drops|dropping|dropped|fall|falls|falling|fell|dwindl*|erod*|vanish*|disappear*|evaporat*|melt*|declin*|crash*|collaps*|plung*|drawdown*|impair*|gone|less|missing|downside|tank*|plummet*|wipe*|bear|recession|slump*|dip|dips|volatil*|smaller|crisis|damage|harm|hurt|trouble|break|breaks|broken|ruin*|broke|go down|goes down|poor|poorer|worthless',
  fear: 'afraid|fear|fears|scare*|scary|worr*|nervous*|anx*|terrif*|panic*|sick|nightmare*|sleep|stress*|awake|dread*|stomach|heart|blood pressure|frighten*|burned|burnt|uneasy|queasy|tears|cry|knees|bear to|cant take|cant stand|traumat*|paranoid|chicken|allergic',
  irreplaceable:
    'all i have|all we have|all i got|everything i have|life savings|last penny|cant earn|cannot earn|cant replace|cannot replace|fixed income|disab*|settlement|insurance|only money|survive|live on|rent money|second chance|afford|enough|penny|cent|dime|every dollar|in full|nursing|medical|hospital|cancer|church|congregation|trustee|treasurer|fiduciary|charity|nonprofit|association|escrow|deposit',
  principal:
    'principal|capital|savings|nominal|corpus|deposit|balance|what i have|what we have|what i put|put in|stake|egg|hard earned|worked for|worth',
  neg: 'not|no|never|dont|cant|cannot|wont|without|avoid*|refus*|nothing|none|neither|nor|zero|isnt|doesnt|shouldnt|mustnt|must not|wouldnt|didnt|nobody|forbid*|aint|instead|rather',
  tax: 'tax|taxes|taxed|taxable|taxman|taxation|irs|uncle sam|deduct*|write off|write offs|writeoff*|1040|8949|1099|schedule d|filing|file|accountant|cpa|bracket*|fiscal|refund|april|government|washington|treasury department|owe|owed|liability|ordinary income|turbotax|k 1|agi|return',
  loser:
    'loser|losers|red|under water|underwater|dogs|duds|dud|stinker*|clunker*|flop|flops|bleed*|worst|mistakes|bags|bagholder|disaster*|wreck*|lemon|lemons|below cost|under cost|below basis|under basis|below what|less than i|paid too much|junk|trash|garbage|rotten|turkeys|losing positions|losing stocks|cost basis|purchase price|basis|deadwood|bad picks|bad stocks|sunk|hopeless|down a lot|whats down|is down|are down|minus|depreciat*|failures|misfires|terrible|awful|bombs|weeds|wounded|corpses|casualt*',
  harvest:
    'harvest*|offset*|cancel*|deduct*|wash|wash sale|write off|carryforward|carry forward|carryover|realize|realise|realized|realised|crystalli*|neutrali*|shelter*|against|reduce*|lower|lowers|trim|cut|claim|wipe out|soften|balance|swap|replace|similar|december|tlh|use up|turn into|make use|salvage|silver lining|good for something|at least',
  yearrule:
    'a year|one year|full year|whole year|year and|twelve months|N months|N days|birthday|anniversary|holding period|season*|mature*|maturity|ripe*|aged|ages|qualif*|long term rate|favorable|favourable|preferential|ordinary|short term rate|short term gains|short term gain|long term gains|long term gain|capital gains rate|lower rate|ltcg|stcg|year mark|year old|first year|under a year|over a year|N year|more than a|past a|higher rate|top rate|the rate|cap gains|longterm',
  sell: 'sell|sells|selling|sold|dump|dumps|dumping|exit|exits|unload*|liquidat*|cash out|cashing|dispos*|disposal*|get rid|part with|let go|take gains|taking gains|take profits|taking profits|trim*|recogni*|realiz*|realis*|sale|sales',
  winner:
    'winner|winners|green|gainer|gainers|appreciated|profitable|whats up|is up|are up|in the black|gains|gain|profits|wins|went up|gone up',
  until:
    'until|till|before|after|once|unless|only|wait|at least|minimum|no earlier|older|younger|past|beyond|over',
  wish: 'want|wants|wish*|id like|i would like|hope|hoping|aim|aiming|goal*|plan|planning|intend|objective*|target*|mandate*|seek|seeking|looking|looking for|mission|purpose|dream*|priority|let me|help me|give me|get me|make me|show me|find|please|must|should',
  image:
    'tree|oak|acorn|seed|plant|sow|wine|cellar|snowball|river|brick*|cathedral|forest|orchard|bird|storm|roof|ice|egg|eggs|castle|mattress|lock|locked|key|bank vault|roller coaster*|ride|rocket|sprint*|harvest|fruit|worm',
  story:
    'was|were|had|did|ago|yesterday|last|used to|went|told|said|made|took|bought|read|watched|heard|reading|moved|lived|worked|called|showed',
  ask: 'what|whats|how|why|who|when|where|does|explain|define|tell me|is it|is there|are there|can you|could you|do you|which|mean|means',
  machine:
    'prompt|instructions|ignore|system|override|json|script|select|admin|password|model|pretend|assistant|user|weights|set|output|respond|translate|poem|essay|write me|summarize|function|print|code|app|website|login|account number|email|support|download|upload|import|export|error|settings|page|screen|button',
  home: 'dinner|pizza|garden|weather|dog|cat|kitchen|car|truck|boat|wedding|vacation|cooking|recipe|movie|music|book|game|tennis|lunch break|shoes|phone|coffee|train|flight|restaurant|birthday party|house|roof|furnace|braces|surgery|doctor',
  bill: 'bill|bills|due|pay|paying|owe|cost|costs|needed|need|down payment|withdraw*|take out|taking out|ready|set aside|loan|repay|spend|quoted',
  floor: 'at least|minimum|available|liquid|on hand|liquidity|cash|money market|buffer|never below|always',
  payin:
    'add|adding|put in|putting|contribut*|deposit|deposits|transfer*|each month|every month|a month|a week|each week|per month|every payday|goes in|top up|set aside|save|auto',
  cap: 'max|maximum|at most|no more|not more|limit|cap|fewer|tops|up to|orders|transactions|order',
  avoidthing:
    'exclude*|skip|stay away|steer clear|ban|banned|out of|no more|sell all|get rid|screen|restricted',
  likething: 'love|loves|fan|favor|favour|overweight|tilt|lean|more of|buy|prefer|add some|load up',
  riskword:
    'risk|risks|risky|aggressive*|moderate|balanced|tolerance|averse|appetite|tolerate|stomach a|swings',
  ...EVERYDAY_FIELDS,
};

/** Groups about other fields of life than investing. */
export const FOREIGN_CONCEPTS: ReadonlySet<string> = new Set([
  ...Object.keys(EVERYDAY_FIELDS),
  'home',
  'machine',
  'story',
  'ask',
  'image',
]);
