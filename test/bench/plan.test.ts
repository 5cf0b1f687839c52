import { describe as named, planOf } from '../../bench/plan';

describe('the plan of a benchmark', () => {
  const plan = (solutions: boolean, runs = 1) => planOf({ doors: ['rest', 'http'], routes: [1, 10], runs, solutions });

  test('has every wiring of every door once with cdk-nag, and once in every round with and without validation', () => {
    const names = plan(false, 3).map(named);
    const times = (name: string) => names.filter((each) => each === name).length;
    expect(times('http, ours, 10 routes, with cdk-nag')).toBe(1);
    expect(times('http, ours, 10 routes, validation on')).toBe(3);
    expect(times('rest, plain, 1 routes, validation off')).toBe(3);
    expect(names).toHaveLength(2 * 2 * 2 * (1 + 3 * 2));
  });

  test('has AWS Solutions Constructs where they have a pattern for it, if they are there', () => {
    const doors = (solutions: boolean) => [...new Set(plan(solutions).filter(({ candidate }) => candidate === 'solutions').map(({ door }) => door))];
    expect(doors(true)).toEqual(['rest']);
    expect(doors(false)).toEqual([]);
  });
});
