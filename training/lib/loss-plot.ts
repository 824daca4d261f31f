/** One curve: points (x, y) in ascending x. */
export interface Curve {
  readonly label: string;
  readonly points: readonly (readonly [number, number])[];
}

const COLOURS = ['#2563eb', '#dc2626', '#059669', '#d97706', '#7c3aed'];
const [W, H, LEFT, BOTTOM, TOP] = [640, 320, 56, 32, 28];

/** A small line chart as SVG text (no fonts, no scripts), for loss curves in model cards. */
export function lossPlot(title: string, curves: readonly Curve[], xLabel = 'step'): string {
  const all = curves.flatMap((c) => c.points).filter(([x, y]) => Number.isFinite(x) && Number.isFinite(y));
  const xs = all.map((p) => p[0]);
  const ys = all.map((p) => p[1]);
  const [x0, x1] = [Math.min(...xs), Math.max(...xs)];
  const [y0, y1] = [Math.min(...ys), Math.max(...ys)];
  const px = (x: number) => LEFT + ((x - x0) / (x1 - x0 || 1)) * (W - LEFT - 12);
  const py = (y: number) => H - BOTTOM - ((y - y0) / (y1 - y0 || 1)) * (H - BOTTOM - TOP);
  const text = (x: number, y: number, s: string, anchor = 'start', fill = '#334155') =>
    `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" font-size="11" font-family="sans-serif" text-anchor="${anchor}" fill="${fill}">${s}</text>`;
  const lines = curves.map((c, i) => {
    const d = c.points.map(([x, y]) => `${px(x).toFixed(1)},${py(y).toFixed(1)}`).join(' ');
    const colour = COLOURS[i % COLOURS.length] ?? '#000';
    return `<polyline fill="none" stroke="${colour}" stroke-width="1.5" points="${d}"/>${text(W - 16, TOP + 12 + 14 * i, c.label, 'end', colour)}`;
  });
  const ticks = [0, 0.5, 1].flatMap((f) => [
    text(LEFT - 6, py(y0 + f * (y1 - y0)) + 4, (y0 + f * (y1 - y0)).toPrecision(3), 'end'),
    text(px(x0 + f * (x1 - x0)), H - 14, String(Math.round(x0 + f * (x1 - x0))), 'middle'),
  ]);
  const frame = `<path d="M${LEFT},${TOP} V${H - BOTTOM} H${W - 12}" fill="none" stroke="#94a3b8"/>`;
  const head = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${W} ${H}" width="${W}" height="${H}"><rect width="100%" height="100%" fill="#fff"/>`;
  return `${head}${text(LEFT, 16, title)}${frame}${ticks.join('')}${lines.join('')}${text(W - 12, H - 2, xLabel, 'end')}</svg>\n`;
}
