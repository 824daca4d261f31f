import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { dateOfDayNumber, type IsoDate } from '../../src/core/iso-date.ts';
import { behaviourLedger } from '../../src/engine/behaviour-ledger.ts';
import { newEncodeCache } from '../../src/engine/encode-cache.ts';
import { encodeUniverse } from '../../src/engine/encode.ts';
import { blankEmbeddings, expertScores, type EmbedAt } from '../../src/engine/expert-scores.ts';
import { choiceSource } from '../../src/engine/learn-goals.ts';
import type { PersonModels } from '../../src/engine/personalize.ts';
import { behaviourAt } from '../../src/features/behaviour.ts';
import { decisions, type DecisionSet } from '../../src/features/behaviour-decisions.ts';
import { tradeHistory } from '../../src/features/behaviour-history.ts';
import type { ChoiceSource } from '../../src/lora/choice-inputs.ts';
import { dayAfterTrade, examplesOf, truthAfter, type Subject } from './investor-examples.ts';
import type { NamedMarket } from './objective-markets.ts';
import { CHECKPOINTS_DIR, ROOT } from './paths.ts';

/** A person as if their file ended after so many trades, with every decision's state. */
export interface LivedPerson {
  readonly kind: string;
  readonly seed: number;
  readonly market: string;
  /** The number of trades asked for; Infinity = all. */
  readonly asked: number;
  /** Trades seen; all of them where the file ends with the last. */
  readonly trades: number;
  readonly truth: readonly number[];
  /** Behaviour columns on the day after the last trade seen. */
  readonly x: Float32Array;
  readonly set: DecisionSet;
}

/** A row of the head's training data, without the person behind it. */
export interface PlainExample {
  readonly kind: string;
  readonly seed: number;
  readonly x: Float32Array;
  readonly y: readonly number[];
  readonly trades: number;
}

export interface Lived {
  readonly people: readonly LivedPerson[];
  readonly examples: readonly PlainExample[];
}

/** Most decisions of a person that are kept, the latest. */
const MOST = 240;

/** The person after `trades` trades (Infinity: all of them); null when they made fewer or decided hardly anything. */
export function personAfter(
  s: Subject,
  market: NamedMarket,
  trades: number,
  regimes: Map<number, Float32Array>,
): LivedPerson | null {
  const last = (s.history.trades.at(-1)?.day ?? 0) + 1;
  const day = Number.isFinite(trades) ? dayAfterTrade(s.history, trades) : last;
  if (day === null) return null;
  const end = dateOfDayNumber(day);
  const rows = s.investor.transactions.filter((t) => t.date < end);
  const history = tradeHistory(rows, behaviourLedger(rows), market.market);
  const set = decisions(history, { seed: 1, regimes, most: MOST });
  if (set.count < 5) return null;
  return {
    kind: s.investor.kind,
    seed: s.investor.seed,
    market: market.name,
    asked: trades,
    trades: history.trades.length,
    truth: truthAfter(s.investor, history.trades.length),
    x: behaviourAt(history, day).columns,
    set,
  };
}

/** People of one market after each of the counts, and the head's rows of everybody. */
export function live(market: NamedMarket, subjects: readonly Subject[], counts: readonly number[]): Lived {
  const regimes = new Map<number, Float32Array>();
  return {
    people: subjects.flatMap((s) => counts.flatMap((n) => personAfter(s, market, n, regimes) ?? [])),
    examples: subjects.flatMap((s) =>
      examplesOf(s).map(({ x, y, trades }) => ({
        x,
        y,
        trades,
        kind: s.investor.kind,
        seed: s.investor.seed,
      })),
    ),
  };
}

/** Changes with the rules people live by and with the numbers read from them. */
function codeHash(): string {
  const hash = createHash('sha256');
  const used = /^(behaviour|market-numbers|regime|state|population|kinds|habit|sim|investor|toy)/;
  for (const dir of ['src/sim/investors', 'src/features'])
    for (const f of readdirSync(join(ROOT, dir)).toSorted())
      if (used.test(f) && !f.includes('.test.')) hash.update(readFileSync(join(ROOT, dir, f)));
  return hash.digest('hex').slice(0, 12);
}

/**
 * The same people are simulated once: neither encoder nor policy has a part in them. Kept beside the checkpoints; delete the
 * folder when the lots or the importer change.
 */
export function remembered(key: string, make: () => Lived): Lived {
  const dir = join(CHECKPOINTS_DIR, 'people');
  const path = join(dir, `${key.replaceAll(/[^a-z0-9]+/gi, '-')}-${codeHash()}.bin`);
  if (existsSync(path)) return deserialize(readFileSync(path)) as Lived;
  const made = make();
  mkdirSync(dir, { recursive: true });
  writeFileSync(path, serialize(made));
  return made;
}

/** Grid of the embeddings, in trading days. */
const STEP = 63;

/**
 * Embeddings of a whole market on a grid of days, shared by everybody who lives there. The app embeds a person's own
 * symbols; asking for all at once differs only by what assets see of each other, and is a hundred times cheaper here.
 */
export function marketEmbeddings({ market, real }: NamedMarket, encoder: PersonModels['encoder']): EmbedAt {
  if (!encoder || real) return blankEmbeddings;
  const { panel } = market;
  const cache = newEncodeCache();
  const tables = new Map<number, Map<string, Float32Array>>();
  const tableAt = async (t: number): Promise<Map<string, Float32Array>> => {
    const known = tables.get(t);
    if (known) return known;
    const table = new Map<string, Float32Array>();
    const symbols = panel.assets
      .filter((_, i) => (panel.close[i * panel.dates.length + t] as number) > 0)
      .map((a) => a.symbol);
    if (symbols.length > 0) {
      const asOf = panel.dates[t] as IsoDate;
      const { embeddings } = await encodeUniverse({
        panel,
        asOf,
        symbols,
        encoder: encoder.model,
        chronos: encoder.chronos,
        cache,
      });
      symbols.forEach((s, i) => table.set(s, embeddings.slice(i * 64, i * 64 + 64)));
    }
    tables.set(t, table);
    return table;
  };
  return async (symbols, eve) => {
    const table = await tableAt(eve - (eve % STEP));
    const out = new Float32Array(symbols.length * 64);
    symbols.forEach((s, n) => out.set(table.get(s) ?? new Float32Array(64), n * 64));
    return out;
  };
}

/** What the choice network reads of a person, under the policy at hand. */
export async function sourceOf(
  person: LivedPerson,
  policy: PersonModels['policy'],
  embed: EmbedAt,
): Promise<ChoiceSource> {
  return choiceSource(person.set, await expertScores(person.set, policy, embed));
}
