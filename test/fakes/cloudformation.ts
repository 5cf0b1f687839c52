import type { IncomingMessage } from 'node:http';
import { Answer, Asked, AwsServiceFake, checkNames, Refusal, Violation } from './aws-service';

const XMLNS = 'http://cloudformation.amazonaws.com/doc/2010-05-15/';
export const STACK_ID = 'arn:aws:cloudformation:eu-west-1:111122223333:stack/orders/0a1b2c3d-0000-1111-2222-333344445555';

/** The states of stacks, in AWS Query and XML, as CloudFormation speaks with its SDK client. */
export class CloudFormationFake extends AwsServiceFake {
  public static async start(): Promise<CloudFormationFake> {
    const fake = new CloudFormationFake();
    await fake.listen();
    return fake;
  }

  /** By id. */
  public readonly stacks = new Map<string, string>([[STACK_ID, 'CREATE_COMPLETE']]);

  private constructor() {
    super('cloudformation');
  }

  /** Of the stack `STACK_ID`. */
  public get status(): string {
    return this.stacks.get(STACK_ID) ?? '';
  }

  public set status(status: string) {
    this.stacks.set(STACK_ID, status);
  }

  protected override read({ method, url, headers }: IncomingMessage, body: string): Asked {
    const { Action = '', Version, ...input } = Object.fromEntries(new URLSearchParams(body));
    if (method !== 'POST' || url !== '/' || Version !== '2010-05-15') throw new Violation(`${method} ${url} ${body}`);
    if (headers['content-type'] !== 'application/x-www-form-urlencoded') throw new Violation(`content type ${headers['content-type']}`);
    return { operation: Action, input };
  }

  protected override answer({ operation, input }: Asked): Answer | Refusal {
    if (operation !== 'DescribeStacks') throw new Violation(operation);
    checkNames(input, ['StackName']);
    if (!input.StackName) throw new Violation('all stacks are asked for');
    const id = String(input.StackName);
    const status = this.stacks.get(id);
    if (!status) return { status: 400, code: 'ValidationError', message: `Stack with id ${id} does not exist` };
    return xml(200, `<DescribeStacksResponse xmlns="${XMLNS}"><DescribeStacksResult><Stacks><member>`
      + `<StackId>${id}</StackId><StackName>${id.split('/')[1]}</StackName><StackStatus>${status}</StackStatus>`
      + '<CreationTime>2026-01-01T00:00:00.000Z</CreationTime><DisableRollback>false</DisableRollback>'
      + '</member></Stacks></DescribeStacksResult><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></DescribeStacksResponse>');
  }

  protected override refusal({ status, code, message }: Refusal): Answer {
    const type = status < 500 ? 'Sender' : 'Receiver';
    return xml(status, `<ErrorResponse xmlns="${XMLNS}"><Error><Type>${type}</Type><Code>${code}</Code><Message>${message}</Message></Error>`
      + '<RequestId>r</RequestId></ErrorResponse>');
  }
}

function xml(status: number, body: string): Answer {
  return { status, headers: { 'content-type': 'text/xml' }, body };
}
