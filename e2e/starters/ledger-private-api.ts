import { deepStrictEqual, strictEqual } from 'assert';
import { InvokeCommand, LambdaClient, UpdateFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { LedgerClient, NewEntry } from '../../examples/ledger-private-api/client/ledger-client';
import { Proof } from '../../examples/ledger-private-api/client/prove';
import { Caller, signedFetch } from '../../examples/ledger-private-api/client/signed-fetch';
import { ACCOUNT, CREDENTIALS, REGION } from '../emulator';
import { Failure } from '../failure';
import { hasFields } from '../http';
import { Deployed, Starter } from './starter';

const DOMAIN = 'ledger.internal.example';
const INVOICE: NewEntry = { amount: 125_000, currency: 'EUR', memo: 'invoice 4711' };
const PAYMENT: NewEntry = { amount: -25_000, currency: 'EUR', memo: 'part of invoice 4711' };

const ROOT_USER: Caller = { region: REGION, ...CREDENTIALS };

/** An accounting ledger inside a VPC: post, read, and have its own client try it. */
export class LedgerPrivateApi implements Starter {
  readonly name = 'ledger-private-api';
  readonly stack = 'Ledger';
  readonly first = ['--context', 'keepData=false'];
  readonly changed = [
    ...this.first, '--context', `domainName=${DOMAIN}`, '--context', `certificateArn=arn:aws:acm:${REGION}:${ACCOUNT}:certificate/c`,
  ];
  /** Told by the first version, asked of the changed one. */
  private api = '';

  async drive(deployed: Deployed): Promise<void> {
    this.api = apiIn(deployed.outputs.ApiUrl);
    await this.post(deployed);
    await this.refuse(deployed);
    await this.prove(deployed);
  }

  async driveChanged(deployed: Deployed): Promise<void> {
    const { report, outputs } = deployed;
    const ledger = this.ledger(deployed);
    await report.check('it answers by the name of its domain', async () => strictEqual(outputs.ApiUrl, `https://${DOMAIN}/`));
    await report.check('the entries of before are still there', async () => {
      const { body } = await ledger.balance('receivables');
      hasFields(body, { balance: 100_000, entries: 2 });
    });
    await this.prove(deployed);
  }

  private async post(deployed: Deployed): Promise<void> {
    const { report } = deployed;
    const ledger = this.ledger(deployed);
    await report.must('an entry is posted', async () => {
      const { status, body } = await ledger.post('receivables', 'invoice-4711', INVOICE);
      strictEqual(status, 201, JSON.stringify(body));
      hasFields(body, { sequence: 1, balance: 125_000, postedBy: `arn:aws:iam::${ACCOUNT}:root` });
    });
    await report.check('the same entry is not posted twice', async () => {
      hasFields((await ledger.post('receivables', 'invoice-4711', INVOICE)).body, { sequence: 1 });
    });
    await report.check('another one comes after it', async () => {
      hasFields((await ledger.post('receivables', 'payment-4711', PAYMENT)).body, { sequence: 2, balance: 100_000 });
    });
    await report.check('the account is read page by page', async () => {
      const { body: first } = await ledger.entries('receivables', 1) as { body: { entries: { sequence: number }[]; nextToken: string } };
      const { body: second } = await ledger.entries('receivables', 1, first.nextToken) as { body: typeof first };
      deepStrictEqual([...first.entries, ...second.entries].map(({ sequence }) => sequence), [2, 1]);
    });
  }

  /** Before any handler sees it: the gateway names the kind of refusal in a header. */
  private async refuse({ report, emulator: { endpoint } }: Deployed): Promise<void> {
    const refused = async (path: string, headers: Readonly<Record<string, string>> = {}, body?: string) => {
      const answer = await signedFetch(ROOT_USER, { method: body ? 'POST' : 'GET', url: new URL(this.urlOn(endpoint) + path), headers, body });
      const { code } = await answer.json() as { code: unknown };
      return [answer.status, answer.headers.get('x-amzn-errortype'), code];
    };
    const key = { 'idempotency-key': 'refused-1' };
    await report.check('a body that is no entry is 400 before any handler sees it', async () => {
      deepStrictEqual(await refused('/accounts/receivables/entries', key, '{"amount": 0.5}'), [400, 'BadRequestException', 'BAD_REQUEST_BODY']);
    });
    await report.check('an entry without an Idempotency-Key is 400 before any handler sees it', async () => {
      const body = JSON.stringify(INVOICE);
      deepStrictEqual(await refused('/accounts/receivables/entries', {}, body), [400, 'BadRequestException', 'BAD_REQUEST_PARAMETERS']);
    });
    await report.check('a route there is not is 403, in the shape of all our errors', async () => {
      deepStrictEqual(await refused('/nothing'), [403, 'MissingAuthenticationTokenException', 'MISSING_AUTHENTICATION_TOKEN']);
    });
  }

  /** `aws lambda invoke`, as the README says, of a client that is told the emulator's name for the API. */
  private async prove({ report, outputs: { TestClientName }, emulator: { endpoint } }: Deployed): Promise<void> {
    const lambda = new LambdaClient({ endpoint, region: REGION, credentials: CREDENTIALS });
    const proof = await report.must('the test client answers', async () => {
      const Environment = { Variables: { LEDGER_URL: this.urlOn(endpoint) } };
      await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: TestClientName, Environment }));
      return proofOf(await lambda.send(new InvokeCommand({ FunctionName: TestClientName })));
    });
    for (const { check, passed, ...saw } of proof.seen) {
      await report.check(`it saw that ${check}`, async () => { if (!passed) throw new Failure(JSON.stringify(saw)); });
    }
  }

  private ledger({ emulator: { endpoint } }: Deployed): LedgerClient {
    return new LedgerClient(this.urlOn(endpoint), ROOT_USER);
  }

  private urlOn(endpoint: string): string {
    return `${endpoint}/_aws/execute-api/${this.api}/prod`;
  }
}

/** `https://<id>-vpce-<id>.execute-api.…`: the name a VPC endpoint has for an API begins with the id of the API. */
function apiIn(url: string): string {
  const [, id] = /^https:\/\/([^.-]+)-vpce-[^.]+\.execute-api\./.exec(url) ?? [];
  if (!id) throw new Failure(`not the name of a private API: ${url}`);
  return id;
}

function proofOf({ Payload, FunctionError }: { Payload?: Uint8Array; FunctionError?: string }): Proof {
  const text = Buffer.from(Payload ?? []).toString();
  if (FunctionError) throw new Failure(text);
  return JSON.parse(text) as Proof;
}
