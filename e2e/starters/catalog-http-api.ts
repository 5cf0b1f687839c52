import { deepStrictEqual, strictEqual } from 'assert';
import { readFileSync } from 'fs';
import { join } from 'path';
import { setTimeout as sleep } from 'timers/promises';
import { DescribeUserPoolClientCommand } from '@aws-sdk/client-cognito-identity-provider';
import { REGION } from '../emulator';
import { Failure } from '../failure';
import { Client, hasFields } from '../http';
import { query, signed } from '../query';
import { Stacks } from '../stacks';
import { ROOT } from '../workspace';
import { Deployed, Starter } from './starter';

const SAMPLE = readFileSync(join(ROOT, 'examples', 'catalog-http-api', 'products.json'), 'utf8');
const WEB_SHOP = 'https://shop.example';
const IMPORTED_WITHIN_MS = 20_000;

/** A product catalogue: suppliers deliver, anybody looks. */
export class CatalogHttpApi implements Starter {
  readonly name = 'catalog-http-api';
  readonly stack = 'Catalog';
  readonly first = ['--context', 'keepData=false'];
  readonly changed = [...this.first, '--context', 'release=2', '--context', `webOrigin=${WEB_SHOP}`];

  async drive(deployed: Deployed): Promise<void> {
    const { report } = deployed;
    const catalog = new Catalog(deployed);
    await report.check('anybody sees the empty catalogue', async () => hasFields(await catalog.browse(), { release: '1', products: [] }));
    await report.check('a route there is not is 404', () => catalog.client.expect(404, 'GET /nothing'));
    await this.refuseImports(deployed, catalog);
    await this.deliver(deployed, catalog);
    await this.look(deployed, catalog);
  }

  async driveChanged(deployed: Deployed): Promise<void> {
    const { report } = deployed;
    const catalog = new Catalog(deployed);
    await report.check('the catalogue tells of release 2, and has the products of before', async () => {
      const { release, products } = await catalog.browse();
      deepStrictEqual([release, products.length], ['2', 5]);
    });
    await report.check('the API has the CORS rules of the web shop now', () => catalog.allowsPagesOf(WEB_SHOP));
  }

  private async refuseImports({ report }: Deployed, { client, token }: Catalog): Promise<void> {
    const sent = (authorization: string) => ({ headers: { authorization }, body: {} });
    await report.check('an import without a token is 401', () => client.expect(401, 'POST /products/import', { body: {} }));
    const bearer = await report.must('a supplier gets a token for its credentials', token);
    const forged = `${bearer.slice(0, -8)}AAAAAAAA`;
    await report.check('an import with a forged token is 401', () => client.expect(401, 'POST /products/import', sent(forged)));
    await report.check('credentials that are wrong get no token', () => token('wrong').then(() => { throw new Failure('they did'); }, () => undefined));
    // The emulator has no integrations with AWS services and looks for a function of no name. That it does so shows that the token was enough.
    await report.check('an import with a token gets past the authorizer', () => client.expect(502, 'POST /products/import', sent(bearer)));
  }

  /** By hand, what API Gateway's integration does: the body becomes a message. */
  private async deliver({ report }: Deployed, catalog: Catalog): Promise<void> {
    await report.must('a message reaches the queue', () => catalog.deliver(SAMPLE));
    await report.must('the worker puts its products into the catalogue', () => catalog.has(4));
    await report.check('one import that cannot be read does not hold up the next', async () => {
      await catalog.deliver('{}');
      await catalog.deliver(JSON.stringify({ products: [{ productId: 'spoon', title: 'Spoon', priceCents: 350 }] }));
      await catalog.has(5);
    });
  }

  private async look({ report }: Deployed, { client, search, registerSearch }: Catalog): Promise<void> {
    await report.check('one product is found by its id', async () => hasFields(await client.expect(200, 'GET /products/cup'), { productId: 'cup', title: 'Cup' }));
    await report.check('a product there is not is 404, in the shape of our errors', async () => {
      hasFields(await client.expect(404, 'GET /products/coffee'), { code: 'PRODUCT_NOT_FOUND' });
    });
    await report.must('the target of the load balancer is registered', registerSearch);
    await report.check('behind the load balancer, search finds products by their words', async () => {
      const { products } = await search('cast+iron') as { products: { productId: string }[] };
      deepStrictEqual(products.map(({ productId }) => productId), ['tea-pot']);
    });
  }
}

interface Listing {
  readonly release: string;
  readonly products: readonly unknown[];
}

/** The catalogue as its users see it. */
class Catalog {
  readonly client: Client;
  private readonly apiId: string;

  constructor(private readonly deployed: Deployed) {
    const { outputs, emulator } = deployed;
    const [, apiId = ''] = /^https?:\/\/([^.]+)\.execute-api\./.exec(outputs.ApiUrl) ?? [];
    this.apiId = apiId;
    this.client = Client.of(`https://${apiId}.execute-api.${REGION}.amazonaws.com/$default/`, emulator);
  }

  async browse(): Promise<Listing> {
    return await this.client.expect(200, 'GET /products') as Listing;
  }

  /** As the README says: credentials for a token. */
  readonly token = async (secret?: string): Promise<string> => {
    const { aws, outputs: { UserPoolId, SupplierClientId: ClientId }, emulator } = this.deployed;
    const { UserPoolClient } = await aws.cognito.send(new DescribeUserPoolClientCommand({ UserPoolId, ClientId }));
    const response = await fetch(`${emulator.endpoint}/oauth2/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`${ClientId}:${secret ?? UserPoolClient?.ClientSecret}`).toString('base64')}` },
      body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'catalog/write' }),
    });
    const { access_token: accessToken } = await response.json() as { access_token?: string };
    if (!response.ok || !accessToken) throw new Failure(`no token: ${response.status}`);
    return `Bearer ${accessToken}`;
  };

  async deliver(body: string): Promise<void> {
    const { emulator, outputs: { ImportQueueUrl } } = this.deployed;
    await query(emulator, 'sqs', { Action: 'SendMessage', Version: '2012-11-05', QueueUrl: ImportQueueUrl, MessageBody: body });
  }

  /** Waits until there are so many products. */
  async has(count: number): Promise<void> {
    let found = 0;
    for (const end = Date.now() + IMPORTED_WITHIN_MS; found !== count && Date.now() < end; await sleep(250)) {
      found = (await this.browse()).products.length;
    }
    strictEqual(found, count);
  }

  /**
   * The emulator's CloudFormation makes target groups and forgets the targets: this registers the function, as the template says, and fails
   * as soon as that has become needless.
   */
  readonly registerSearch = async (): Promise<void> => {
    const elb = (parameters: Record<string, string>) => query(this.deployed.emulator, 'elasticloadbalancing', { Version: '2015-12-01', ...parameters });
    const TargetGroupArn = await this.physicalId(/^SearchLoadBalancer.*Group/);
    const found = await elb({ Action: 'DescribeTargetHealth', TargetGroupArn });
    if (found.includes('<Id>')) throw new Failure('the emulator registers targets by itself now: delete registerSearch');
    await elb({ 'Action': 'RegisterTargets', TargetGroupArn, 'Targets.member.1.Id': await this.physicalId(/^FunctionsSearchProductsFunction/) });
  };

  /** Straight at the load balancer, where the VPC link would lead. */
  readonly search = async (words: string): Promise<unknown> => {
    const name = (await this.physicalId(/^SearchLoadBalancer[0-9A-F]{8}$/)).split('/').at(-2);
    const response = await fetch(`${this.deployed.emulator.endpoint}/_alb/${name}/search?q=${words}`);
    const answer = await response.text();
    if (response.status !== 200) throw new Failure(`the load balancer answered ${response.status}: ${answer}`);
    return JSON.parse(answer);
  };

  /** The emulator's CloudFormation spells the rules in a way its own gateway does not understand, so nobody is answered by them. */
  async allowsPagesOf(origin: string): Promise<void> {
    const response = await fetch(`${this.deployed.emulator.endpoint}/v2/apis/${this.apiId}`, { headers: signed('apigateway') });
    const { corsConfiguration } = await response.json() as { corsConfiguration?: { AllowOrigins?: string[]; AllowMethods?: string[] } };
    deepStrictEqual([corsConfiguration?.AllowOrigins, corsConfiguration?.AllowMethods], [[origin], ['GET', 'POST']]);
  }

  /** Of the first resource with such a logical id. */
  private async physicalId(pattern: RegExp): Promise<string> {
    const ids = await new Stacks(this.deployed.aws.cloudFormation).physicalIds('Catalog');
    const [, id] = [...ids].find(([logicalId]) => pattern.test(logicalId)) ?? [];
    if (!id) throw new Failure(`nothing in the stack is called ${pattern.source}`);
    return id;
  }
}
