import { setTimeout as sleep } from 'timers/promises';
import { CloudFormationClient, CreateStackCommand, DeleteStackCommand, DescribeStacksCommand, paginateListStackResources } from '@aws-sdk/client-cloudformation';
import { Failure } from './failure';
import { nameOf, Removal } from './removals';

const SETTLED_WITHIN_MS = 60_000;
const PROBE = 'StillRefused';

/** What CloudFormation knows about stacks. */
export class Stacks {
  constructor(private readonly cloudFormation: CloudFormationClient) {}

  /** Waits until the stack is deleted. */
  async gone(stack: string): Promise<void> {
    const status = await this.settled(stack);
    if (status !== undefined) throw new Failure(`${stack} is still there: ${status}`);
  }

  /** The physical ids of a stack's resources, by logical id. */
  async physicalIds(stack: string): Promise<ReadonlyMap<string, string>> {
    const ids = new Map<string, string>();
    for await (const { StackResourceSummaries = [] } of paginateListStackResources({ client: this.cloudFormation }, { StackName: stack })) {
      StackResourceSummaries.forEach(({ LogicalResourceId = '', PhysicalResourceId = '' }) => ids.set(LogicalResourceId, PhysicalResourceId));
    }
    return ids;
  }

  /** Tries to deploy what the suite removes: a removal the emulator no longer needs must leave the list. */
  async refuses(removal: Removal): Promise<void> {
    const TemplateBody = JSON.stringify({ Resources: { Probe: { Type: removal.type, Properties: removal.example } } });
    const refusal = await this.cloudFormation.send(new CreateStackCommand({ StackName: PROBE, TemplateBody })).then(() => undefined, String);
    if (refusal?.includes('Unrecognized resource types')) return;
    if (refusal !== undefined) throw new Failure(refusal);
    const status = await this.settled(PROBE);
    await this.cloudFormation.send(new DeleteStackCommand({ StackName: PROBE }));
    await this.gone(PROBE);
    if (status === 'CREATE_COMPLETE') throw new Failure(`the emulator takes ${nameOf(removal)} now: take it off the list in e2e/removals.ts`);
  }

  /** The status once nothing is in progress any more; none when there is no such stack. */
  private async settled(stack: string): Promise<string | undefined> {
    let status = await this.status(stack);
    for (const end = Date.now() + SETTLED_WITHIN_MS; status?.endsWith('_IN_PROGRESS') && Date.now() < end; status = await this.status(stack)) {
      await sleep(200);
    }
    return status;
  }

  private async status(stack: string): Promise<string | undefined> {
    return this.cloudFormation.send(new DescribeStacksCommand({ StackName: stack })).then(
      ({ Stacks: [found] = [] }) => found?.StackStatus,
      (error: Error) => {
        if (error.message.includes('does not exist')) return undefined;
        throw error;
      },
    );
  }
}
