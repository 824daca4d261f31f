import { useEffect, type ReactElement } from 'react';
import { Button } from '@mantine/core';
import { useStore } from 'zustand';
import { drawMap, MAP_JOB, mapStore, observe, OBSERVED_JOB } from '../../stores/map-store.ts';
import type { MarketMapView } from '../../stores/view-types.ts';
import { MarketMap } from '../charts/market-map.tsx';
import { dateText } from '../format/date.ts';
import { ASSET_CLASS_LABELS } from '../format/labels.ts';
import { numberText, percentText } from '../format/number.ts';
import { mapTitle, mapUnit } from '../sentences/map.ts';
import { Figure } from './figure.tsx';
import { ObservedNumbers } from './observed-numbers.tsx';
import { SectionHead } from './page-head.tsx';
import { Failed, JobPanel } from './states.tsx';

const HEAD = ['Asset', 'Class', 'Yours', 'Axis one', 'Axis two', 'Gate', 'Most alike'];

const twinRows = (points: MarketMapView['points']) =>
  points
    .toSorted((a, b) => Number(b.held) - Number(a.held) || (a.symbol < b.symbol ? -1 : 1))
    .map((p) => [
      p.symbol,
      ASSET_CLASS_LABELS[p.assetClass],
      p.held ? 'yes' : 'no',
      numberText(p.x),
      numberText(p.y),
      percentText(p.gate, 0),
      p.alike.join(', '),
    ]);

function Seen({ map }: { readonly map: MarketMapView }): ReactElement {
  const { symbol, observed, observedError } = useStore(mapStore);
  const options = map.points.toSorted(
    (a, b) => Number(b.held) - Number(a.held) || (a.symbol < b.symbol ? -1 : 1),
  );
  return (
    <section aria-labelledby="observed-head">
      <div className="row-between">
        <SectionHead title="What the model is told of an asset" id="observed-head">
          Fifty numbers anyone could work out, and no name: so it reads an asset it has never met like any
          other.
        </SectionHead>
        <label>
          Asset{' '}
          <select
            className="select-plain"
            value={symbol ?? ''}
            onChange={(e) => void observe(e.target.value)}
            data-testid="observed-symbol"
          >
            {options.map((p) => (
              <option key={p.symbol} value={p.symbol}>
                {p.symbol} {p.held ? '· yours' : ''}
              </option>
            ))}
          </select>
        </label>
      </div>
      <JobPanel titles={[OBSERVED_JOB]} />
      {observedError && symbol ? <Failed error={observedError} retry={() => void observe(symbol)} /> : null}
      {observed ? (
        <ObservedNumbers view={observed} point={map.points.find((p) => p.symbol === observed.symbol)} />
      ) : null}
    </section>
  );
}

/** The market as the encoder sees it, and what it is told of each asset. */
export function MarketView(): ReactElement {
  const { status, map, error, symbol } = useStore(mapStore);
  useEffect(() => {
    if (status === 'idle') void drawMap();
  }, [status]);
  return (
    <>
      <section aria-labelledby="map-head">
        <SectionHead title="The market as the model sees it" id="map-head">
          Each asset becomes 64 numbers; this is the flattest picture of them
          {map ? `, on ${dateText(map.asOf)}` : ''}.
        </SectionHead>
        <JobPanel titles={[MAP_JOB]} />
        {status === 'stopped' ? (
          <Button size="sm" variant="default" onClick={() => void drawMap()}>
            Draw the map
          </Button>
        ) : null}
        {status === 'failed' && error ? <Failed error={error} retry={() => void drawMap()} /> : null}
        {map ? (
          <Figure
            testId="market-map"
            title={mapTitle(map)}
            unit={mapUnit(map)}
            head={HEAD}
            rows={twinRows(map.points)}
          >
            <MarketMap points={map.points} chosen={symbol} onChoose={(s) => void observe(s)} />
          </Figure>
        ) : null}
      </section>
      {map ? <Seen map={map} /> : null}
    </>
  );
}
