import type { ReactElement } from 'react';
import { ASSET_CLASSES, type AssetClass } from '../../domain/market/panel.ts';
import { seriesColor } from '../format/labels.ts';

/** Outlines around (0, 0), about ten pixels wide: a class is told by its shape as well as by its colour. */
const SHAPES: Readonly<Record<AssetClass, string>> = {
  equity: 'M5,0 A5,5 0 1 1 -5,0 A5,5 0 1 1 5,0 Z',
  equityFund: 'M-4.5,-4.5 H4.5 V4.5 H-4.5 Z',
  bond: 'M0,-5.5 L5.5,4.5 H-5.5 Z',
  realEstate: 'M0,5.5 L5.5,-4.5 H-5.5 Z',
  commodity: 'M0,-6 L6,0 L0,6 L-6,0 Z',
  crypto: 'M-1.8,-5.5 H1.8 V-1.8 H5.5 V1.8 H1.8 V5.5 H-1.8 V1.8 H-5.5 V-1.8 H-1.8 Z',
  cash: 'M-6,-3 H6 V3 H-6 Z',
};

/** What the shapes are called, for a legend that is read out. */
export const SHAPE_NAMES: Readonly<Record<AssetClass, string>> = {
  equity: 'circle',
  equityFund: 'square',
  bond: 'triangle',
  realEstate: 'triangle on its tip',
  commodity: 'diamond',
  crypto: 'cross',
  cash: 'flat bar',
};

/** The mark of an asset class, centred on (0, 0). */
export function ClassMark({ of }: { readonly of: AssetClass }): ReactElement {
  return (
    <path
      d={SHAPES[of]}
      fill={seriesColor(ASSET_CLASSES.indexOf(of))}
      stroke="var(--mark-edge)"
      strokeWidth={1}
    />
  );
}
