export interface Bar {
  readonly label: string;
  readonly value: number;
  readonly isOurs: boolean;
}

const [WIDTH, LEFT, ROW, TOP] = [640, 190, 20, 30] as const;

/** Horizontal bars as SVG text, the model's and the rules' in two colours. Values are printed, so no axis is needed. */
export function barPlot(title: string, bars: readonly Bar[]): string {
  const low = Math.min(0, ...bars.map((b) => b.value));
  const high = Math.max(0, ...bars.map((b) => b.value));
  const x = (v: number): number => LEFT + ((v - low) / (high - low || 1)) * (WIDTH - LEFT - 60);
  const height = TOP + bars.length * ROW + 10;
  const text = (at: number, y: number, s: string, anchor = 'start'): string =>
    `<text x="${at.toFixed(1)}" y="${y.toFixed(1)}" font-size="11" font-family="sans-serif" text-anchor="${anchor}" fill="#334155">${s}</text>`;
  const rows = bars.map((b, i) => {
    const y = TOP + i * ROW;
    const from = Math.min(x(0), x(b.value));
    const width = Math.abs(x(b.value) - x(0));
    const rect = `<rect x="${from.toFixed(1)}" y="${y + 3}" width="${width.toFixed(1)}" height="${ROW - 6}" fill="${b.isOurs ? '#2563eb' : '#94a3b8'}"/>`;
    return `${text(LEFT - 8, y + 14, b.label, 'end')}${rect}${text(Math.max(x(b.value), x(0)) + 4, y + 14, b.value.toFixed(2))}`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}"><rect width="100%" height="100%" fill="#fff"/>${text(LEFT - 8, 16, title, 'start')}${rows.join('')}</svg>\n`;
}
