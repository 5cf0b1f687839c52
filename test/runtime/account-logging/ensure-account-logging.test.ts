import * as fc from 'fast-check';
import { ensureAccountLogging, Ports } from '../../../runtime/account-logging/ensure-account-logging';

const OURS = 'arn:aws:iam::111122223333:role/cdk-gatehouse-apigateway-logs';
const FOREIGN = 'arn:aws:iam::111122223333:role/their-logs';
const FIVE_MINUTES = 300_000;

/** An error as the SDK throws it. */
function refusal(name: string, httpStatusCode: number, message = name): Error {
  return Object.assign(new Error(message), { name, $metadata: { httpStatusCode } });
}

const NOT_READY = refusal('BadRequestException', 400, 'The role ARN does not have required permissions configured.');
const THROTTLED = refusal('TooManyRequestsException', 429);
const DENIED = refusal('AccessDeniedException', 403);
const HOPELESS = refusal('BadRequestException', 400, 'The role ARN is not well formed');
const ERRORS = [NOT_READY, THROTTLED, DENIED, HOPELESS, refusal('NotFoundException', 404), refusal('InternalFailure', 500), new Error('socket hang up')];

/** A world in memory, in which calls take their turn to fail. */
class World {
  public now = 0;
  public readonly pauses: number[] = [];
  private readonly failures: (Error | undefined)[];

  constructor(public accountRole?: string, public alive = false, failures: (Error | undefined)[] = [], public allowed = false) {
    this.failures = [...failures];
  }

  public ports(time = FIVE_MINUTES): Ports {
    return {
      account: {
        loggingRole: async () => this.turn(() => this.accountRole),
        useForLogging: async (arn) => this.turn(() => {
          this.accountRole = arn;
        }),
      },
      role: {
        arn: OURS,
        exists: async () => this.turn(() => this.alive),
        create: async () => this.turn(() => {
          this.alive = true;
        }),
        allowLogging: async () => this.turn(() => {
          this.allowed = true;
        }),
      },
      clock: {
        timeLeft: () => time - this.now,
        pause: async (milliseconds) => {
          this.pauses.push(milliseconds);
          this.now += milliseconds;
        },
      },
    };
  }

  private turn<Result>(then: () => Result): Result {
    const failure = this.failures.shift();
    if (failure) throw failure;
    return then();
  }
}

/** After `calls` calls that went well, this error, again and again. */
function failing(error: Error, calls = 0): (Error | undefined)[] {
  return [...Array(calls).fill(undefined), ...Array(500).fill(error)];
}

test.each([
  ['nothing is set', new World(undefined, false), { status: 'set', roleArn: OURS }],
  ['nothing is set but our role exists', new World(undefined, true), { status: 'set', roleArn: OURS }],
  ['an empty role is set', new World('', false), { status: 'set', roleArn: OURS }],
  ['our role is set and gone', new World(OURS, false), { status: 'set', roleArn: OURS }],
  ['our role is set and alive', new World(OURS, true), { status: 'kept', roleArn: OURS }],
  ['another role is set', new World(FOREIGN, false), { status: 'foreign', roleArn: FOREIGN }],
])('when %s, the outcome says what was done', async (_, world, outcome) => {
  expect(await ensureAccountLogging(world.ports())).toEqual(outcome);
});

test('a throttled call is repeated no sooner than the quota allows', async () => {
  const world = new World(undefined, false, [THROTTLED]);
  await ensureAccountLogging(world.ports());
  expect(world.pauses).toEqual([20_000]);
});

test('a denial is not waited for as long as a role that spreads', async () => {
  const denied = new World(undefined, true, failing(DENIED));
  const spreading = new World(undefined, true, failing(NOT_READY));
  await expect(ensureAccountLogging(denied.ports())).rejects.toThrow('AccessDeniedException');
  await expect(ensureAccountLogging(spreading.ports())).rejects.toThrow('required permissions');
  expect(denied.now).toBe(45_000);
  expect(spreading.now).toBe(120_000);
});

test('an error that does not pass is not repeated', async () => {
  const world = new World(undefined, false, failing(HOPELESS));
  await expect(ensureAccountLogging(world.ports())).rejects.toThrow('not well formed');
  expect(world.pauses).toEqual([]);
});

test('the clock wins over patience: there is always time left to answer', async () => {
  const world = new World(undefined, false, failing(THROTTLED));
  await expect(ensureAccountLogging(world.ports(50_000))).rejects.toThrow('TooManyRequestsException');
  expect(world.now).toBeLessThan(50_000);
});

test('whatever fails and whenever, it ends in time, and a role somebody else set is never replaced', async () => {
  await fc.assert(fc.asyncProperty(
    fc.array(fc.option(fc.constantFrom(...ERRORS), { nil: undefined }), { maxLength: 60 }),
    fc.constantFrom(undefined, OURS, FOREIGN),
    fc.boolean(),
    fc.integer({ min: 1, max: FIVE_MINUTES }),
    async (failures, accountRole, alive, time) => {
      const world = new World(accountRole, alive, failures, alive);
      const outcome = await ensureAccountLogging(world.ports(time)).catch(() => undefined);
      expect(world.now).toBeLessThan(time);
      if (accountRole === FOREIGN) expect(world.accountRole).toBe(FOREIGN);
      if (outcome && accountRole !== FOREIGN) expect(world).toMatchObject({ accountRole: OURS, alive: true, allowed: true });
    },
  ));
});
