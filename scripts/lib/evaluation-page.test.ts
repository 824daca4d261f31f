import { resolve } from 'node:path';
import { tmpdir } from 'node:os';
import { mkdtempSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { evaluationOf } from '../../src/stores/evaluation.ts';
import { evaluationForPage, itemsUnder, tablesOf } from './evaluation-page.ts';

const root = resolve(import.meta.dirname, '..', '..');

describe('evaluationForPage', () => {
  it('holds every part the page reads, from the documents of this repository', () => {
    const read = evaluationOf(JSON.parse(evaluationForPage(root)));
    expect(read.policy?.table?.mean).toHaveLength(6);
    expect(read.policy?.against.length).toBeGreaterThanOrEqual(36);
    expect(read.policy?.isShipped).not.toBeNull();
    expect(read.encoder?.probes.map((p) => p.probe)).toContain('volatility');
    expect(read.chronos?.rows.some((r) => r.model.includes('(ours)'))).toBe(true);
    expect(read.objectives?.aims.length).toBeGreaterThan(0);
  });

  it('is empty, not an error, where nothing was evaluated', () => {
    const nothing = evaluationOf(JSON.parse(evaluationForPage(mkdtempSync(`${tmpdir()}/evaluation-`))));
    expect(nothing).toEqual({ policy: null, encoder: null, chronos: null, objectives: null });
  });
});

describe('a card in Markdown', () => {
  const card =
    '# Card\n## Aims\n- **missed**: one\n- reached: two\n\n## Table\ntext\n| a | b |\n|---|---|\n| **x** | 1 |\n\n- other\n';
  it('gives its lists and tables', () => {
    expect(itemsUnder(card, 'Aims')).toEqual(['missed: one', 'reached: two']);
    expect(itemsUnder(card, 'Nothing')).toEqual([]);
    expect(tablesOf(card)).toEqual([{ title: 'Table', head: ['a', 'b'], rows: [['x', '1']] }]);
  });
});
