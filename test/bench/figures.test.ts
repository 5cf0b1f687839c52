import { figuresOf, loadOf, median, ratioOf } from '../../bench/figures';
import { Sample } from '../../bench/sample';

const SAMPLE: Sample = { wallMs: 300, cpuMs: 400, resources: 31, pathParts: 1, permissions: 1, bytes: 1000, files: [] };

describe('figures of a benchmark', () => {
  test.each([[[3, 1, 2], 2], [[4, 1, 2, 3], 2.5], [[7], 7]])('the median of %j is %d', (values, expected) => {
    expect(median(values)).toBe(expected);
  });

  test('are medians of the repetitions, and the findings of the run that was looked at', () => {
    const samples = [500, 300, 310].map((wallMs) => ({ ...SAMPLE, wallMs, cpuMs: wallMs * 2 }));
    expect(figuresOf(samples, { ...SAMPLE, findings: 3 }, 1)).toEqual({
      synthMs: 310, cpuMs: 620, resources: 31, resourcesPerRoute: null, bytes: 1000, permissions: 1, findings: 3,
    });
  });

  test('count per route what a route adds besides path parts', () => {
    const ofTen = { ...SAMPLE, resources: 52, pathParts: 4 };
    expect(figuresOf([ofTen], SAMPLE, 10, SAMPLE).resourcesPerRoute).toBe(2);
    expect(figuresOf([SAMPLE], SAMPLE, 1, SAMPLE).resourcesPerRoute).toBeNull();
  });

  test('compare ours by the plain wiring', () => {
    const of = (synthMs: number, resources: number) => figuresOf([{ ...SAMPLE, wallMs: synthMs, resources }], SAMPLE, 1);
    expect(ratioOf(of(300, 20), of(400, 40))).toEqual({ synth: 0.75, resources: 0.5 });
  });

  test('of loading are medians and their difference, and how many modules more', () => {
    const loaded = (modules: number, ...times: number[]) => times.map((loadMs) => ({ loadMs, modules }));
    expect(loadOf('http', loaded(700, 200, 190, 400), loaded(712, 230, 220, 215)))
      .toEqual({ door: 'http', cdkMs: 200, oursMs: 220, addedMs: 20, cdkModules: 700, oursModules: 712, addedModules: 12 });
  });
});
