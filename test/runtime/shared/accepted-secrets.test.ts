import * as fc from 'fast-check';
import { AcceptedSecrets } from '../../../runtime/shared/accepted-secrets';

const MINUTE = 60_000;

/** A store in memory and a clock by hand. */
class World {
  public now = 1_000_000;
  public looks = 0;
  public fails = false;
  public readonly secrets = new AcceptedSecrets({
    versions: async () => {
      this.looks += 1;
      if (this.fails) throw new Error('no answer');
      return this.versions;
    },
  }, () => this.now);

  constructor(public versions: string[]) {}
}

test('every version of the secret is accepted, and nothing else', async () => {
  const { secrets } = new World(['current', 'previous', 'pending']);
  expect(await Promise.all(['current', 'previous', 'pending', 'curren', 'current ', ''].map((value) => secrets.accepts(value))))
    .toEqual([true, true, true, false, false, false]);
});

test('an empty version opens nothing', async () => {
  const { secrets } = new World(['', 'current']);
  expect(await secrets.accepts('')).toBe(false);
});

test('the store is asked once in five minutes', async () => {
  const world = new World(['current']);
  for (let second = 0; second < 299; second += 1) {
    expect(await world.secrets.accepts('current')).toBe(true);
    world.now += 1000;
  }
  expect(world.looks).toBe(1);
  world.now += 1000;
  await world.secrets.accepts('current');
  expect(world.looks).toBe(2);
});

test('a version that was taken back is accepted for five minutes at most', async () => {
  const world = new World(['old', 'new']);
  await world.secrets.accepts('new');
  world.versions = ['new'];
  world.now += 5 * MINUTE;
  expect(await world.secrets.accepts('old')).toBe(false);
});

test('a version that is newer than what is known is found at once', async () => {
  const world = new World(['old']);
  await world.secrets.accepts('old');
  world.versions = ['old', 'new'];
  world.now += MINUTE;
  expect(await world.secrets.accepts('new')).toBe(true);
});

test('a flood of wrong headers asks the store no more than once in ten seconds', async () => {
  const world = new World(['current']);
  for (let tenth = 0; tenth < 600; tenth += 1) {
    expect(await world.secrets.accepts(`wrong-${tenth}`)).toBe(false);
    world.now += 100;
  }
  expect(world.looks).toBe(6);
});

test('when the store fails, what is known is good until its time is up, and nothing is after that', async () => {
  const world = new World(['current']);
  await world.secrets.accepts('current');
  world.fails = true;
  world.now += 4 * MINUTE;
  expect(await world.secrets.accepts('current')).toBe(true);
  await expect(world.secrets.accepts('wrong')).rejects.toThrow('no answer');
  world.now += MINUTE;
  await expect(world.secrets.accepts('current')).rejects.toThrow('no answer');
});

test('whatever the versions are, exactly they are accepted', async () => {
  await fc.assert(fc.asyncProperty(fc.array(fc.string()), fc.string(), async (versions, value) => {
    expect(await new World(versions).secrets.accepts(value)).toBe(value !== '' && versions.includes(value));
  }));
});
