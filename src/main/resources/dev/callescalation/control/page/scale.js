/**
 * From times to places on a line. Where nothing happens for long, the line is cut short: a call lasts hours, and what
 * is of interest in it seconds.
 */

const LEAST_CUT_MS = 600;
const CUT_WIDTH = 64;
/** In milliseconds. */
const STEPS = [10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 20000, 60000, 300000, 600000, 3600000, 14400000];

/** @typedef {{from: number, to: number}} Span in milliseconds */

/**
 * @param {number[]} times of everything that is shown
 * @param {Span} span
 * @param {number} width
 * @param {number} now what comes later, such as a deadline, is put close together
 */
export function scale(times, span, width, now) {
  const inside = times.filter((time) => time > span.from && time < span.to);
  const sorted = [...new Set([span.from, ...inside, span.to])].sort((a, b) => a - b);
  const gaps = sorted.slice(1).map((time, i) => time - sorted[i]);
  const usual = gaps.toSorted((a, b) => a - b)[Math.floor(gaps.length * 0.75)] ?? 0;
  const longest = Math.max(LEAST_CUT_MS, 4 * usual);
  const isCut = gaps.map((gap, i) => gap > longest || sorted[i] >= now);
  const cutWidth = Math.min(CUT_WIDTH, width / 2 / Math.max(1, isCut.filter(Boolean).length));
  const busyMs = gaps.reduce((sum, gap, i) => sum + (isCut[i] ? 0 : gap), 0) || 1;
  const perMs = (width - cutWidth * isCut.filter(Boolean).length) / busyMs;
  const starts = [0];
  gaps.forEach((gap, i) => starts.push(starts[i] + (isCut[i] ? cutWidth : gap * perMs)));

  /** @param {number} time */
  function x(time) {
    const next = sorted.findIndex((one) => one > time);
    if (next <= 0) {
      return next === 0 ? 0 : starts.at(-1);
    }
    const part = (time - sorted[next - 1]) / gaps[next - 1];
    return starts[next - 1] + part * (starts[next] - starts[next - 1]);
  }

  const cuts = gaps.flatMap((ms, i) => (isCut[i] ? [{ x: (starts[i] + starts[i + 1]) / 2, ms }] : []));

  /** Round times since the beginning, not closer than so many pixels, and none in or beside a cut. */
  function ticks(began, apart) {
    const step = STEPS.find((ms) => ms * perMs >= apart) ?? STEPS.at(-1);
    const found = [];
    gaps.forEach((gap, i) => {
      const first = began + Math.ceil((sorted[i] - began) / step) * step;
      for (let time = first; !isCut[i] && time < sorted[i + 1]; time += step) {
        const place = x(time);
        if (
          cuts.every((cut) => Math.abs(cut.x - place) > CUT_WIDTH * 0.85) &&
          (!found.length || place - found.at(-1).x >= apart)
        ) {
          found.push({ time, x: place });
        }
      }
    });
    return found;
  }

  return { x, cuts, ticks };
}
