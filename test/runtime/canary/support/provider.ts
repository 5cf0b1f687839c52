import type { Clock } from './clock';
import { CANARY_INTERVAL_SECONDS } from '../../../../lib/delivery/canary-contract';
import framework from '../../../../node_modules/aws-cdk-lib/custom-resources/lib/provider-framework/runtime/framework';
import * as outbound from '../../../../node_modules/aws-cdk-lib/custom-resources/lib/provider-framework/runtime/outbound';

// What the framework says to AWS is played here; the client of Step Functions it would load is not installed either.
jest.mock('../../../../node_modules/aws-cdk-lib/custom-resources/lib/provider-framework/runtime/outbound', () => ({
  startExecution: jest.fn(), invokeFunction: jest.fn(), httpRequest: jest.fn(),
}));
jest.mock('../../../../node_modules/aws-cdk-lib/custom-resources/lib/provider-framework/runtime/util', () => ({
  ...jest.requireActual('../../../../node_modules/aws-cdk-lib/custom-resources/lib/provider-framework/runtime/util'), log: jest.fn(),
}));

/** What CloudFormation sends. */
export interface CloudFormationEvent {
  readonly RequestType: 'Create' | 'Update' | 'Delete';
  readonly StackId: string;
  readonly LogicalResourceId: string;
  readonly PhysicalResourceId?: string;
  readonly ResourceProperties: Readonly<Record<string, unknown>>;
  readonly OldResourceProperties?: Readonly<Record<string, unknown>>;
}

/** What CloudFormation hears. */
export interface Said { readonly Status: 'SUCCESS' | 'FAILED'; readonly Reason: string; readonly PhysicalResourceId: string }

/** What is behind the two functions of the provider. */
export interface Functions {
  start(event: unknown, context: LambdaContext): Promise<unknown>;
  tick(event: unknown, context: LambdaContext): Promise<unknown>;
}

export interface LambdaContext { getRemainingTimeInMillis(): number }

/** As they have it on AWS. */
const LAMBDA_TIMEOUTS_MS = { start: 5 * 60_000, tick: 60_000 };
const INTERVAL_MS = CANARY_INTERVAL_SECONDS * 1_000;
const FUNCTIONS = { USER_ON_EVENT_FUNCTION_ARN: 'start', USER_IS_COMPLETE_FUNCTION_ARN: 'tick', WAITER_STATE_MACHINE_ARN: 'waiter' };

/** One request of CloudFormation, and the waiter it has once a release was begun. */
export class Request {
  /** Until the framework has answered: nothing. */
  public said?: Said;
  /** When the waiter looks again; nothing once it has ended. */
  public nextLook?: number;
  private input = '';
  private looksLeft: number;

  constructor(public readonly id: string, timeoutMs: number, private readonly clock: Clock) {
    this.looksLeft = timeoutMs / INTERVAL_MS;
  }

  /** Step Functions starts it. */
  public wait(input: string): void {
    this.input = input;
    this.nextLook = this.clock.now();
  }

  /** One task of the state machine, which is tried again whenever it fails, and given up some day. */
  public async look(): Promise<void> {
    try {
      await framework.isComplete(JSON.parse(this.input));
      this.nextLook = undefined;
    } catch (error) {
      this.nextLook = this.clock.now() + INTERVAL_MS;
      this.looksLeft -= 1;
      if (this.looksLeft < 0) await this.giveUp(error);
    }
  }

  private async giveUp(error: unknown): Promise<void> {
    this.nextLook = undefined;
    const errorMessage = error instanceof Error ? error.message : String(error);
    await framework.onTimeout({ Cause: JSON.stringify({ errorMessage }) });
  }
}

/** The provider framework of CDK itself, with Lambda, Step Functions and the mailbox of CloudFormation in memory. */
export class Provider {
  private readonly requests = new Map<string, Request>();

  constructor(private readonly functions: Functions, private readonly clock: Clock) {
    Object.assign(process.env, FUNCTIONS);
    jest.mocked(outbound.invokeFunction).mockImplementation(async ({ FunctionName, Payload }) => {
      return this.invoke(FunctionName === 'tick' ? 'tick' : 'start', JSON.parse(String(Payload)));
    });
    jest.mocked(outbound.startExecution).mockImplementation(async ({ input = '' }) => {
      this.request(JSON.parse(input)).wait(input);
      return { executionArn: 'execution', startDate: undefined, $metadata: {} };
    });
    jest.mocked(outbound.httpRequest).mockImplementation(async (_, body) => {
      const said = JSON.parse(body);
      this.request(said).said ??= said;
    });
  }

  /** The event arrives, and the first function has done with it. */
  public async send(event: CloudFormationEvent, timeoutMs: number): Promise<Request> {
    const id = `request-${this.requests.size + 1}`;
    const request = new Request(id, timeoutMs, this.clock);
    this.requests.set(id, request);
    await framework.onEvent({ ...asText(event), RequestId: id, ResponseURL: `https://mailbox.test/${id}`, ServiceToken: 'arn' });
    return request;
  }

  /** Time passes: whoever waits looks when it is due, those of requests that nobody waits for any more too. */
  public async pass(millis: number): Promise<void> {
    const end = this.clock.now() + millis;
    for (let next = this.nextBefore(end); next; next = this.nextBefore(end)) {
      this.clock.moveTo(next.nextLook ?? end);
      await next.look();
    }
    this.clock.moveTo(end);
  }

  private nextBefore(end: number): Request | undefined {
    const due = [...this.requests.values()].filter(({ nextLook = Infinity }) => nextLook <= end);
    return due.sort((one, other) => (one.nextLook ?? 0) - (other.nextLook ?? 0))[0];
  }

  private request({ RequestId }: { readonly RequestId: string }): Request {
    const request = this.requests.get(RequestId);
    if (!request) throw new TypeError(`nobody asked ${RequestId}`);
    return request;
  }

  private async invoke(name: keyof Functions, event: unknown) {
    const end = this.clock.now() + LAMBDA_TIMEOUTS_MS[name];
    try {
      const answer = await this.functions[name](event, { getRemainingTimeInMillis: () => end - this.clock.now() });
      return lambdaAnswer(answer);
    } catch (error) {
      const { name: errorType, message: errorMessage } = error instanceof Error ? error : new TypeError(String(error));
      return { ...lambdaAnswer({ errorType, errorMessage, trace: [] }), FunctionError: 'Unhandled' };
    }
  }
}

function lambdaAnswer(payload: unknown) {
  return { Payload: Buffer.from(JSON.stringify(payload ?? null)) as never, StatusCode: 200, $metadata: {} };
}

/** CloudFormation makes text of numbers and truths. */
function asText<T>(value: T): T {
  return JSON.parse(JSON.stringify(value, (_, one) => (typeof one === 'number' || typeof one === 'boolean' ? String(one) : one)));
}
