import type { IncomingMessage } from 'node:http';
import { Answer, Asked, AwsServiceFake, checkNames, Refusal, Violation } from './aws-service';
import { NewStage, StageBook, StageState } from './stage-control-plane-book';
import { Refused } from './stage-control-plane-faults';
import { patched, PatchOperation } from './stage-control-plane-patch';
import { readRoute } from './stage-control-plane-routes';

export type { NewStage, StageState } from './stage-control-plane-book';
export type { PatchOperation } from './stage-control-plane-patch';

export interface StageControlPlaneOptions {
  /** Milliseconds since 1970. @default Date.now */
  readonly now?: () => number;
  /** Whether `remove /canarySettings` succeeds without a canary: not known of the service. @default true */
  readonly removesNoCanary?: boolean;
}

/** An answer to come instead of the real one. `type` and `code` are one thing, as its header and as its SDK call it. */
export type Fault = Refusal | { readonly status: number; readonly type: string; readonly message: string };

const PAGE = 25;

/**
 * Stages of REST APIs, over HTTP, as API Gateway was recorded to behave, and with the bodies of its errors. What is not known of the service is
 * refused where nothing may depend on it, and an option otherwise.
 */
export class StageControlPlane extends AwsServiceFake {
  public static async start(options: StageControlPlaneOptions = {}): Promise<StageControlPlane> {
    const plane = new StageControlPlane(options);
    await plane.listen();
    return plane;
  }

  /** How far the clock of the service is ahead of ours. */
  public clockSkewMs = 0;
  private readonly book: StageBook;

  private constructor(private readonly options: StageControlPlaneOptions) {
    super('apigateway');
    const now = options.now ?? Date.now;
    this.book = new StageBook(() => now() + this.clockSkewMs);
  }

  /** Makes its API too, and adds to the deployments of one that is there. */
  public addStage(stage: NewStage): void {
    this.book.add(stage);
  }

  /** A deployment is made of what the API is now. */
  public addDeployment(restApiId: string, deploymentId: string): void {
    this.book.addDeployment(restApiId, deploymentId);
  }

  public stage(restApiId: string, stageName: string): StageState {
    return this.book.stage(restApiId, stageName);
  }

  /** What a human or CloudFormation does meanwhile; refused with `Refused` as everybody else. */
  public patch(restApiId: string, stageName: string, operations: readonly PatchOperation[]): StageState {
    const { deployments } = this.book.api(restApiId);
    const rules = { deployments, removesNoCanary: this.options.removesNoCanary ?? true };
    return this.book.update(restApiId, patched(this.stage(restApiId, stageName), operations, rules));
  }

  public deleteStage(restApiId: string, stageName: string): void {
    this.book.deleteStage(restApiId, stageName);
  }

  public override fail(times: number, fault: Fault): void {
    super.fail(times, 'type' in fault ? { status: fault.status, code: fault.type, message: fault.message } : fault);
  }

  protected override read({ method, url = '/', headers }: IncomingMessage, body: string): Asked {
    if (headers.accept !== 'application/json') throw new Violation(`${headers.accept} is not what is asked for: answers would be HAL`);
    return readRoute(`${method}`, new URL(url, this.url), body);
  }

  protected override answer({ operation, input }: Asked): Answer | Refusal {
    try {
      return this.carryOut(operation, input);
    } catch (error) {
      if (error instanceof Refused) return error.refusal;
      throw error;
    }
  }

  protected override refusal({ status, code, message }: Refusal): Answer {
    return { status, headers: { 'content-type': 'application/json', 'x-amzn-errortype': code }, body: JSON.stringify({ message }) };
  }

  private carryOut(operation: string, input: Asked['input']): Answer {
    const { restApiId, stageName, deploymentId } = input as Record<string, string>;
    checkNames(input, ['restApiId', 'stageName', 'deploymentId', 'patchOperations', 'limit', 'position']);
    switch (operation) {
      case 'GetStage': return json(200, asStage(this.stage(restApiId, stageName)));
      case 'UpdateStage': return json(200, asStage(this.patch(restApiId, stageName, operationsIn(input))));
      case 'GetStages': return this.stages(restApiId, deploymentId);
      case 'GetRestApi': return json(200, asApi(this.book.api(restApiId)));
      case 'GetRestApis': return page(this.book.allApis().map(asApi), input);
      case 'GetDeployment': return json(200, asDeployment([deploymentId, this.book.madeAt(restApiId, deploymentId)]));
      case 'GetDeployments': return page([...this.book.api(restApiId).deployments].map(asDeployment), input);
      default: return this.deleted(restApiId, deploymentId);
    }
  }

  private stages(restApiId: string, deploymentId: string | undefined): Answer {
    const stages = [...this.book.api(restApiId).stages.values()];
    return json(200, { item: stages.filter((stage) => !deploymentId || stage.deploymentId === deploymentId).map(asStage) });
  }

  private deleted(restApiId: string, deploymentId: string): Answer {
    this.book.deleteDeployment(restApiId, deploymentId);
    return { status: 202, headers: {}, body: '' };
  }
}

function operationsIn({ patchOperations = [] }: Asked['input']): readonly PatchOperation[] {
  const operations = patchOperations as readonly PatchOperation[];
  for (const operation of operations) checkNames({ ...operation }, ['op', 'path', 'value', 'from']);
  return operations;
}

/** Without what is not set, and dates as the service writes them: in seconds. */
function asStage({ createdDate, lastUpdatedDate, ...stage }: StageState): object {
  const settings = { cacheClusterEnabled: false, cacheClusterStatus: 'NOT_AVAILABLE', methodSettings: {} };
  return { ...stage, ...settings, createdDate: seconds(createdDate), lastUpdatedDate: seconds(lastUpdatedDate) };
}

function asApi({ id, name }: { readonly id: string; readonly name: string }): object {
  return { id, name };
}

function asDeployment([id, createdDate]: readonly [string, number]): object {
  return { id, createdDate: seconds(createdDate) };
}

function seconds(millis: number): number {
  return Math.floor(millis / 1_000);
}

function page(all: readonly object[], { limit = PAGE, position = 0 }: Asked['input']): Answer {
  const end = Number(position) + Number(limit);
  return json(200, { item: all.slice(Number(position), end), ...end < all.length && { position: String(end) } });
}

function json(status: number, body: object): Answer {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}
