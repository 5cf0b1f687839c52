import { CfnOutput, RemovalPolicy, Stack, StackProps } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { Port } from 'aws-cdk-lib/aws-ec2';
import { Alarms, Backend, PrivateApi, PrivateDomain, RestRoute, Throttle, VpcAccess } from 'cdk-gatehouse';
import { Construct } from 'constructs';
import { AlarmTopic } from './constructs/alarm-topic';
import { JournalTable } from './constructs/journal-table';
import { LedgerFunctions } from './constructs/ledger-functions';
import { Network } from './constructs/network';
import { TestClient } from './constructs/test-client';
import { ENTRY_SCHEMA } from './handlers/ledger/entry-schema';

/** A name of your own for the ledger, inside the VPC. */
export interface LedgerDomain {
  /** `ledger.internal.example` */
  readonly name: string;
  /** A certificate for the name, in ACM and in the Region of the stack. */
  readonly certificateArn: string;
}

export interface LedgerStackProps extends StackProps {
  /**
   * Who gets the alarms by e-mail.
   *
   * @default - nobody yet: subscribe to the topic later
   */
  readonly alarmEmail?: string;

  /**
   * A name of your own for the ledger.
   *
   * @default - the name its VPC endpoint has for it
   */
  readonly domain?: LedgerDomain;

  /**
   * Keep entries and flow log when the stack is deleted.
   *
   * @default true
   */
  readonly keepData?: boolean;
}

/** An accounting ledger for the services inside a VPC: append entries, read them, read balances. */
export class LedgerStack extends Stack {
  /** The front door. */
  public readonly api: PrivateApi;
  private readonly network: Network;
  private readonly functions: LedgerFunctions;

  constructor(scope: Construct, id: string, props: LedgerStackProps = {}) {
    super(scope, id, { description: 'Accounting ledger for services inside a VPC', ...props });
    const { keepData = true } = props;
    const removalPolicy = keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;

    this.network = new Network(this, 'Network', { removalPolicy });
    const { table } = new JournalTable(this, 'Journal', { removalPolicy });
    this.functions = new LedgerFunctions(this, 'Functions', { table });
    this.api = this.createApi(props);
    this.addOutputs(this.createTestClient(this.addRoutes()));
  }

  /** IAM, the web ACL, request validation, logs, traces, JSON errors and a dashboard need no word: they are what the door does. */
  private createApi({ alarmEmail, domain }: LedgerStackProps): PrivateApi {
    const { topic } = new AlarmTopic(this, 'AlarmTopic', { email: alarmEmail });
    return new PrivateApi(this, 'LedgerApi', {
      description: 'Accounts and their entries',
      access: VpcAccess.inVpc(this.network.vpc, { peers: [this.network.callers] }),
      domain: domain && this.createDomain(domain),
      throttle: Throttle.rate(200, 400),
      alarms: Alarms.standard({ topic }),
    });
  }

  /** The private hosted zone, the alias and the association with the endpoint come with it. */
  private createDomain({ name, certificateArn }: LedgerDomain): PrivateDomain {
    return PrivateDomain.withCertificate({
      domainName: name,
      certificate: Certificate.fromCertificateArn(this, 'Certificate', certificateArn),
    });
  }

  private addRoutes(): RestRoute[] {
    const { appendEntry, listEntries, getBalance } = this.functions;
    return [
      this.api.addRoute('POST /accounts/{account}/entries', Backend.lambda(appendEntry.lambda), {
        request: { body: ENTRY_SCHEMA, headers: ['Idempotency-Key'] },
        throttle: Throttle.rate(50, 100),
      }),
      this.api.addRoute('GET /accounts/{account}/entries', Backend.lambda(listEntries.lambda)),
      this.api.addRoute('GET /accounts/{account}/balance', Backend.lambda(getBalance.lambda)),
    ];
  }

  /** The endpoint lets the group of the callers in; the group lets them out, to the endpoint and nowhere else. */
  private createTestClient(routes: RestRoute[]): TestClient {
    const { vpc, callers } = this.network;
    callers.addEgressRule(this.api.vpcEndpoint!.securityGroup, Port.HTTPS, 'The ledger and nothing else');
    return new TestClient(this, 'TestClient', { url: this.api.url, routes, inside: { vpc, securityGroup: callers } });
  }

  /** What the README's commands ask for. */
  private addOutputs({ lambda }: TestClient): void {
    new CfnOutput(this, 'ApiUrl', { value: this.api.url });
    new CfnOutput(this, 'TestClientName', { value: lambda.functionName });
  }
}
