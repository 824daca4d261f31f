import { useState, type ReactElement } from 'react';
import type {
  ChronosEvaluation,
  EncoderEvaluation,
  ObjectiveEvaluation,
  Verdict,
} from '../../stores/evaluation.ts';
import { verdictOf } from '../../stores/evaluation.ts';
import { spanText } from '../format/date.ts';
import { numberText, percentText, plural } from '../format/number.ts';
import { Figure } from './figure.tsx';
import { IntervalBars } from './interval-bars.tsx';
import { Jargon } from './jargon.tsx';
import { Tag } from './marks.tsx';
import { SectionHead } from './page-head.tsx';
import { Table, type Column } from './table.tsx';

const PROBES: Readonly<Record<string, { readonly name: string; readonly unit: string }>> = {
  volatility: { name: 'How much it will move', unit: 'Rank correlation with the volatility that followed' },
  correlation: { name: 'What it moves with', unit: 'Rank correlation with the correlations that followed' },
  sign: { name: 'Up or down', unit: 'Rank correlation with the returns that followed' },
};
const SETS: Readonly<Record<string, string>> = {
  learned: 'Encoder, as shipped',
  gate1: 'Numbers branch alone',
  gate0: 'Chronos branch alone',
  random: 'Untrained network',
  raw50: 'The 50 numbers as they are',
  har: 'HAR, a textbook formula',
  ewma: 'EWMA, a textbook formula',
  correlation: 'Past correlation',
  momentum: 'Past return',
};
/** The verdict is the encoder's against the set. */
const AGAINST: Readonly<Record<Verdict, string>> = { better: 'beaten', tie: 'a tie', worse: 'ahead' };

function Probe({ probe }: { readonly probe: EncoderEvaluation['probes'][number] }): ReactElement {
  const title = PROBES[probe.probe]?.name ?? probe.probe;
  const others = probe.rows.filter((r) => r.verdict !== null);
  const count = (v: Verdict): number => others.filter((r) => r.verdict === v).length;
  const word = (r: (typeof probe.rows)[number]): string => (r.verdict === null ? '' : AGAINST[r.verdict]);
  return (
    <Figure
      title={`${title}: ${count('better')} beaten, ${plural(count('tie'), 'tie')}, ${count('worse')} ahead of it`}
      unit={`${PROBES[probe.probe]?.unit ?? ''}, unseen tickers and dates, with 95 % intervals`}
      head={['Read from', 'Score', 'From', 'To', 'Beside the encoder']}
      rows={probe.rows.map((r) => [
        SETS[r.set] ?? r.set,
        numberText(r.score.mean, 3),
        numberText(r.score.low, 3),
        numberText(r.score.high, 3),
        word(r),
      ])}
      testId={`probe-${probe.probe}`}
    >
      <IntervalBars
        label={title}
        reference={0}
        format={(x) => numberText(x, 3)}
        rows={probe.rows.map((r) => ({
          key: r.set,
          name: SETS[r.set] ?? r.set,
          band: r.score,
          word: word(r),
          isMain: r.set === 'learned',
        }))}
      />
    </Figure>
  );
}

/** What can be read from the encoder's 64 numbers, beside simpler sources. */
export function EncoderQuality({ encoder }: { readonly encoder: EncoderEvaluation }): ReactElement {
  return (
    <section aria-labelledby="encoder">
      <SectionHead title="What the encoder knows of an asset" id="encoder">
        A plain linear{' '}
        <Jargon means="A straight-line fit on top of a frozen network: it shows what the network's numbers hold, and adds nothing of its own.">
          probe
        </Jargon>{' '}
        reads the next month from its 64 numbers, on tickers and dates it never saw ({spanText(encoder)}). A
        filled dot is the encoder.
      </SectionHead>
      <div className="stack-s">
        {encoder.probes.map((p) => (
          <Probe key={p.probe} probe={p} />
        ))}
      </div>
    </section>
  );
}

/** Closer to the claim than this counts as kept. */
const CLAIM_SLACK = 0.02;
const coverWord = (share: number): string =>
  Math.abs(share - 0.8) <= CLAIM_SLACK ? 'as claimed' : share > 0.8 ? 'too wide' : 'too narrow';

const TARGETS: Readonly<Record<string, string>> = { logPrice: 'price', vol: 'volatility' };

/** Whether forecasts' bands hold what they claim, and whether they err less than the yardstick. */
export function ChronosQuality({ chronos }: { readonly chronos: ChronosEvaluation }): ReactElement {
  const [target, setTarget] = useState('logPrice');
  const isOurs = (model: string): boolean => /\(ours\)/.test(model) && !/raw/.test(model);
  const ours = chronos.rows.filter((r) => r.target === target && isOurs(r.model));
  const verdict = (r: (typeof ours)[number]): Verdict => {
    const v = verdictOf({ mean: r.ratio.mean - 1, low: r.ratio.low - 1, high: r.ratio.high - 1 });
    return v === 'better' ? 'worse' : v === 'worse' ? 'better' : 'tie';
  };
  const count = (v: Verdict): number => ours.filter((r) => verdict(r) === v).length;
  const columns: readonly Column<ChronosEvaluation['rows'][number]>[] = [
    { key: 'model', head: 'Forecaster', rowHead: true, render: (r) => r.model },
    { key: 'horizon', head: 'Days ahead', num: true, sort: (r) => r.horizon, render: (r) => r.horizon },
    {
      key: 'cover',
      head: '80 % band held',
      num: true,
      sort: (r) => r.cover80,
      render: (r) => percentText(r.cover80),
    },
    {
      key: 'half',
      head: '50 % band held',
      num: true,
      hidePhone: true,
      render: (r) => percentText(r.cover50),
    },
    {
      key: 'ratio',
      head: (
        <Jargon means="The error of all quantiles together, over that of the yardstick (random walk for prices, EWMA for volatility). Below 1 is better.">
          Error ratio
        </Jargon>
      ),
      num: true,
      render: (r) => (
        <>
          {numberText(r.ratio.mean)}{' '}
          <span className="small muted hide-phone">
            [{numberText(r.ratio.low)}, {numberText(r.ratio.high)}]
          </span>
        </>
      ),
    },
  ];
  return (
    <section aria-labelledby="chronos" className="stack-s">
      <div className="row-between">
        <SectionHead title="Are the forecast bands honest?" id="chronos">
          Of {numberText(chronos.windows, 0)} forecasts, {spanText(chronos)}: how often the {TARGETS[target]}{' '}
          fell inside the 80 % band, and the error beside the yardstick: {count('better')} better,{' '}
          {count('tie')} tied, {count('worse')} worse.
        </SectionHead>
        <label>
          <span className="small muted">Forecast of </span>
          <select
            className="select-plain"
            value={target}
            onChange={(e) => setTarget(e.target.value)}
            data-testid="quality-target"
          >
            {Object.entries(TARGETS).map(([value, label]) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </select>
        </label>
      </div>
      <Figure
        title={`The 80 % band held ${ours.length === 0 ? '–' : `${percentText(Math.min(...ours.map((r) => r.cover80)), 0)} to ${percentText(Math.max(...ours.map((r) => r.cover80)), 0)}`} of the time`}
        unit="Share inside the band by days ahead; the line is the 80 % it claims"
        head={['Days ahead', '80 % band held', '50 % band held']}
        rows={ours.map((r) => [r.horizon, percentText(r.cover80), percentText(r.cover50)])}
        testId="chronos-coverage"
      >
        <IntervalBars
          label="Share inside the 80 % band"
          reference={0.8}
          range={[0.6, 1]}
          format={(x) => percentText(x)}
          rows={ours.map((r) => ({
            key: String(r.horizon),
            name: r.horizon === 1 ? '1 day ahead' : `${r.horizon} days ahead`,
            band: { mean: r.cover80, low: Math.min(0.8, r.cover80), high: Math.max(0.8, r.cover80) },
            word: coverWord(r.cover80),
            isMain: true,
          }))}
        />
      </Figure>
      <details>
        <summary className="small">Every forecaster beside it</summary>
        <Table
          caption="Coverage and error of every forecaster"
          testId="chronos-table"
          columns={columns}
          rows={chronos.rows.filter((r) => r.target === target)}
          rowKey={(r, i) => `${r.model}:${r.horizon}:${i}`}
        />
      </details>
    </section>
  );
}

/** How often the goal is told right from trades, and which of its aims were missed. */
export function ObjectiveQuality({ objectives }: { readonly objectives: ObjectiveEvaluation }): ReactElement {
  const { aims, table } = objectives;
  const missed = aims.filter((a) => a.isMissed).length;
  return (
    <section aria-labelledby="objectives">
      <SectionHead title="Does it tell your goal from your trades?" id="objectives">
        Judged on simulated people whose goal is known; how well it holds for real people is not known.{' '}
        {aims.length > 0
          ? `${plural(missed, 'aim')} of ${aims.length} ${missed === 1 ? 'was' : 'were'} missed.`
          : ''}
      </SectionHead>
      <ul className="plain-list" data-testid="objective-aims">
        {aims.map((a) => (
          <li key={a.text}>
            {a.isMissed ? <Tag tone="problem">missed</Tag> : <Tag tone="accent">reached</Tag>} {a.text}
          </li>
        ))}
      </ul>
      {table ? (
        <Table
          caption="The right goal comes first, by number of trades"
          testId="objective-table"
          columns={table.head.map((head, k): Column<readonly string[]> => ({
            key: `${k}`,
            head: head === '' ? 'Right goal first' : head,
            num: k > 0,
            rowHead: k === 0,
            render: (row) => row[k] ?? '',
          }))}
          rows={table.rows}
          rowKey={(row) => row[0] ?? ''}
        />
      ) : null}
    </section>
  );
}
