import {
  CancelUpdateStackCommand, DescribeStacksCommand, paginateDescribeStackEvents, paginateListStackResources, Stack,
} from '@aws-sdk/client-cloudformation';
import { paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs';
import { GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import type { Account } from './account';
import type { LogLine, StackEvent } from './evidence';
import { STACK_NAME, StackOutputs } from '../names';

/** The functions of the canary, not those of the framework, of which they are handlers. */
const HANDLER = /^CanaryProvider(Start|Tick)[0-9A-F]{8}$/;

/** The deployed stack, as CloudFormation knows it. */
export class StackDesk {
  constructor(private readonly account: Account) {}

  async outputs(): Promise<StackOutputs> {
    const { Outputs = [] } = await this.described() ?? {};
    return Object.fromEntries(Outputs.map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue])) as unknown as StackOutputs;
  }

  /** Nothing if there is no such stack. */
  async status(): Promise<string | undefined> {
    return (await this.described())?.StackStatus;
  }

  async cancelUpdate(): Promise<void> {
    await this.account.cloudFormation.send(new CancelUpdateStackCommand({ StackName: STACK_NAME }));
  }

  /** Those since then, oldest first. */
  async events(since: number): Promise<StackEvent[]> {
    const events: StackEvent[] = [];
    for await (const { StackEvents = [] } of paginateDescribeStackEvents({ client: this.account.cloudFormation }, { StackName: STACK_NAME })) {
      const young = StackEvents.filter(({ Timestamp }) => (Timestamp?.getTime() ?? 0) >= since);
      events.push(...young.map(({ Timestamp, LogicalResourceId = '', ResourceType = '', ResourceStatus = '', ResourceStatusReason: reason }) => (
        { at: Timestamp?.getTime() ?? 0, logicalId: LogicalResourceId, type: ResourceType, status: ResourceStatus, reason })));
      if (young.length < StackEvents.length) break;
    }
    return events.reverse();
  }

  /** What the functions of the canary wrote since then, oldest first. */
  async lines(since: number): Promise<LogLine[]> {
    const lines: LogLine[] = [];
    for (const logGroupName of await this.logGroups()) {
      for await (const { events = [] } of paginateFilterLogEvents({ client: this.account.logs }, { logGroupName, startTime: since })) {
        lines.push(...events.flatMap(({ timestamp = 0, message = '' }) => lineFrom(timestamp, message)));
      }
    }
    return lines.sort((one, other) => one.at - other.at);
  }

  private async logGroups(): Promise<string[]> {
    const groups: string[] = [];
    const { cloudFormation: client, lambda } = this.account;
    for await (const { StackResourceSummaries = [] } of paginateListStackResources({ client }, { StackName: STACK_NAME })) {
      for (const { LogicalResourceId = '', PhysicalResourceId: FunctionName } of StackResourceSummaries) {
        if (!HANDLER.test(LogicalResourceId)) continue;
        const { LoggingConfig } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
        if (LoggingConfig?.LogGroup) groups.push(LoggingConfig.LogGroup);
      }
    }
    return groups;
  }

  private async described(): Promise<Stack | undefined> {
    return this.account.cloudFormation.send(new DescribeStacksCommand({ StackName: STACK_NAME })).then(
      ({ Stacks: [stack] = [] }) => stack,
      (error: Error) => {
        if (error.message.includes('does not exist')) return undefined;
        throw error;
      },
    );
  }
}

/** What a function said; nothing for what Lambda adds. */
export function lineFrom(at: number, line: string): LogLine[] {
  if (!line.startsWith('{')) return [];
  const { message } = JSON.parse(line) as { readonly message?: string };
  return message === undefined ? [] : [{ at, text: message }];
}
