/**
 * From times to places on a line. Where nothing happens for long, the line is cut short: a call lasts hours, and what is
 * of interest in it seconds.
 */

const LEAST_CUT_MS = 600;
/** How much of the line a cut takes, compared with all that is not cut. */
const CUT_SHARE = 0.08;

/** @typedef {{from: number, to: number}} Span in milliseconds */

/**
 * @param {number[]} times of everything that is shown
 * @param {Span} span
 * @param {number} width
 */
export function scale(times, span, width) {
  const sorted = [...new Set([span.from, ...times.filter((t) => t > span.from && t < span.to), span.to])].sort((a, b) => a - b);
  const gaps = sorted.slice(1).map((t, i) => t - sorted[i]);
  const usual = [...gaps].sort((a, b) => a - b)[Math.floor(gaps.length * 0.75)] ?? 0;
  const longest = Math.max(LEAST_CUT_MS, 4 * usual);
  const busy = gaps.reduce((sum, gap) => sum + (gap > longest ? 0 : gap), 0) || longest;
  const shown = gaps.map((gap) => gap > longest ? busy * CUT_SHARE : gap);
  const total = shown.reduce((sum, gap) => sum + gap, 0) || 1;
  const starts = [0];
  shown.forEach((gap, i) => starts.push(starts[i] + gap));

  /** @param {number} time */
  function x(time) {
    if (time <= sorted[0]) {
      return 0;
    }
    let i = sorted.findIndex((t) => t > time) - 1;
    if (i < 0) {
      return width;
    }
    return (starts[i] + ((time - sorted[i]) / gaps[i]) * shown[i]) / total * width;
  }

  const cuts = gaps.flatMap((gap, i) => gap > longest
    ? [{ x: x((sorted[i] + sorted[i + 1]) / 2), from: sorted[i], to: sorted[i + 1], ms: gap }]
    : []);

  /** Round times since the beginning, not closer than so many pixels, and none within a cut. */
  function ticks(began, apart) {
    const perMs = width / total;
    const step = [10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 20000, 60000, 300000, 600000, 3600000]
      .find((ms) => ms * perMs >= apart) ?? 7200000;
    const found = [];
    for (let i = 0; i < gaps.length; i++) {
      if (gaps[i] > longest) {
        continue;
      }
      const first = Math.ceil((sorted[i] - began) / step) * step + began;
      for (let time = first; time < sorted[i + 1]; time += step) {
        const place = x(time);
        if (!found.length || place - found.at(-1).x >= apart) {
          found.push({ time, x: place });
        }
      }
    }
    return found;
  }

  return { x, cuts, ticks };
}
