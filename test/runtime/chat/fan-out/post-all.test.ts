import { postAll } from '../../../../runtime/chat/fan-out/post-all';
import { FanOutWorld } from '../support/fan-out-world';

describe('posting to everybody', () => {
  test('every connection gets every frame once, in order', async () => {
    const world = new FanOutWorld();
    const to = world.room('r1', 500);
    world.callback.latency = (id) => id.length * 3;
    const posted = await postAll({ to, frames: ['1', '2', '3'] }, world.ports());
    expect(posted).toEqual({ delivered: 1_500, throttled: 0, gone: [], givenUp: [], left: [] });
    for (const { id } of to) expect(world.callback.framesOf(id)).toEqual([1, 2, 3]);
  });

  test('no second has more posts than the pace allows', async () => {
    const world = new FanOutWorld(200);
    await postAll({ to: world.room('r1', 1_000), frames: ['1'] }, world.ports());
    const times = world.callback.attempts.map(({ at }) => at);
    const most = Math.max(...times.map((start) => times.filter((at) => at >= start && at < start + 1_000).length));
    expect(most).toBeLessThanOrEqual(206);
    expect(most).toBeGreaterThan(150);
  });

  test('under the limit of the account nothing is refused and nothing is posted twice', async () => {
    const world = new FanOutWorld(1_800);
    world.callback.limit = 2_000;
    const to = world.room('r1', 6_000);
    const posted = await postAll({ to, frames: ['1'] }, world.ports());
    expect(posted).toMatchObject({ delivered: 6_000, throttled: 0, left: [] });
    expect(world.callback.attempts).toHaveLength(6_000);
  });

  test('a slow client is offered the frame three times, after longer and longer pauses in which the others have theirs, and then given up', async () => {
    const world = new FanOutWorld();
    const to = world.room('r1', 100);
    world.callback.slow.add('r1-0');
    const posted = await postAll({ to, frames: ['1', '2'] }, world.ports());
    expect(posted).toMatchObject({ delivered: 198, throttled: 3, givenUp: [to[0]], left: [] });
    const tries = world.callback.attempts.filter(({ id }) => id === 'r1-0').map(({ at }) => at);
    expect(tries).toHaveLength(3);
    const [first, second] = [tries[1] - tries[0], tries[2] - tries[1]];
    expect([first >= 37, second >= 75]).toEqual([true, true]);
    expect(Math.max(...world.callback.arrivals.map(({ at }) => at))).toBeLessThan(tries[0] + 215);
    expect(world.pace.perSecond).toBe(1_000);
  });

  test('a client whose buffer is full for a moment gets everything, in order', async () => {
    const world = new FanOutWorld();
    const to = world.room('r1', 50);
    world.callback.slow.add('r1-7');
    void world.clock.sleep(150).then(() => world.callback.slow.delete('r1-7'));
    const posted = await postAll({ to, frames: ['1', '2'] }, world.ports());
    expect(posted.throttled).toBeGreaterThan(0);
    expect(posted).toMatchObject({ delivered: 100, givenUp: [], left: [] });
    expect(world.callback.framesOf('r1-7')).toEqual([1, 2]);
  });

  test('a client that never answers holds up nobody but itself', async () => {
    const world = new FanOutWorld();
    const to = world.room('r1', 300);
    world.callback.latency = (id) => (id === 'r1-0' ? 3_000 : 10);
    world.callback.broken.add('r1-0');
    await postAll({ to, frames: ['1', '2'] }, world.ports());
    const first = world.callback.attempts.find(({ id }) => id === 'r1-0')?.at ?? Infinity;
    expect(world.callback.counts().size).toBe(299);
    expect(Math.max(...world.callback.arrivals.map(({ at }) => at))).toBeLessThan(first + 3_000);
  });

  test('gone is gone: nothing more is posted to it', async () => {
    const world = new FanOutWorld();
    const to = world.room('r1', 10);
    world.callback.gone.add('r1-3');
    const posted = await postAll({ to, frames: ['1', '2'] }, world.ports());
    expect(posted).toMatchObject({ delivered: 18, gone: [to[3]], left: [] });
    expect(world.callback.attempts.filter(({ id }) => id === 'r1-3')).toHaveLength(1);
  });

  test('refusals of more than one in twenty stop it early, halve the pace, and leave the rest', async () => {
    const world = new FanOutWorld(1_000);
    world.callback.limit = 300;
    const to = world.room('r1', 1_000);
    const posted = await postAll({ to, frames: ['1'] }, world.ports());
    expect(posted.givenUp).toEqual([]);
    expect(posted.delivered + posted.left.length).toBe(1_000);
    expect(posted.throttled).toBeLessThan(200);
    expect(world.pace.perSecond).toBeLessThan(600);
  });

  test('when nobody at all was reached, nobody is called slow', async () => {
    const world = new FanOutWorld();
    const to = world.room('r1', 3);
    to.forEach(({ id }) => world.callback.slow.add(id));
    expect(await postAll({ to, frames: ['1'] }, world.ports())).toMatchObject({ delivered: 0, throttled: 9, givenUp: [], left: to });
  });

  test('stops before the function has to, and says who is left', async () => {
    const world = new FanOutWorld(100);
    world.endsAt = world.clock.time + 10_000;
    const to = world.room('r1', 1_000);
    const posted = await postAll({ to, frames: ['1'] }, world.ports());
    expect(posted.delivered).toBeGreaterThan(100);
    expect(posted.delivered + posted.left.length).toBe(1_000);
    expect(world.clock.time).toBeLessThan(world.endsAt - 5_000);
  });

  test('what is late is not posted any more, and nobody is left', async () => {
    const world = new FanOutWorld(100);
    const posted = await postAll({ to: world.room('r1', 1_000), frames: ['1'], until: world.clock.time + 2_000 }, world.ports());
    expect(posted.left).toEqual([]);
    expect(posted.delivered).toBeGreaterThan(150);
    expect(posted.delivered).toBeLessThan(210);
  });
});
