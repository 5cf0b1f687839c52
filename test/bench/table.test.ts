import { Case, Figures, Load } from '../../bench/figures';
import { betweenMarkers, tablesOf } from '../../bench/table';

const FIGURES: Figures = { synthMs: 1234, cpuMs: 400, resources: 48, resourcesPerRoute: 1.22, bytes: 54_321, permissions: 1, findings: 0 };
const CASE: Case = {
  door: 'rest', routes: 10, validation: false, ours: FIGURES, plain: FIGURES, solutions: null, ratio: { synth: 0.9, resources: 0.74 },
};
const LOAD: Load = { door: 'rest', oursMs: 220, cdkMs: 200, addedMs: 20, cdkModules: 1200, oursModules: 1207, addedModules: 7 };

describe('the tables of a benchmark', () => {
  test('have a row for each wiring, and say what was not measured', () => {
    const text = tablesOf({ cases: [CASE, { ...CASE, validation: true, solutions: FIGURES }], loads: [LOAD] });
    const [off, on] = text.split('With it on, as is the default:');
    expect(off).toContain('| 10 | **cdk-gatehouse** | 1,234 | 400 | 48 | 1.22 | 54 | 1 | 0 |');
    expect(off).toContain('| 10 | Solutions Constructs | not measured |');
    expect(off).toContain('| 10 | *ours by plain* | *0.9* |');
    expect(on).toContain('| 10 | Solutions Constructs | 1,234 |');
    expect(on).toContain('the 1,200 modules of aws-cdk-lib that the plain API loads take 200 ms, with cdk-gatehouse 220 ms: 7 modules and 20 ms more');
  });

  test('have a section for each door, and no row for what has nothing for it', () => {
    const text = tablesOf({ cases: [CASE, { ...CASE, door: 'http', routes: 50 }], loads: [LOAD, { ...LOAD, door: 'http', addedModules: 3 }] });
    const [rest, http] = text.split('### HTTP API: `SecureHttpApi`');
    expect(rest).toContain('### REST API: `SecureRestApi`');
    expect(rest).not.toContain('| 50 |');
    expect(http).toContain('| 50 | plain L2 |');
    expect(http).not.toContain('Solutions Constructs');
    expect(http).toContain('3 modules and');
  });

  test('go between the markers of a document and leave the rest alone', () => {
    const document = 'before\n<!-- bench synth -->\nold\n<!-- /bench synth -->\nafter\n';
    expect(betweenMarkers(document, 'bench synth', 'new')).toBe('before\n<!-- bench synth -->\nnew\n<!-- /bench synth -->\nafter\n');
    expect(() => betweenMarkers('no markers', 'bench synth', 'new')).toThrow('<!-- bench synth -->');
  });
});
