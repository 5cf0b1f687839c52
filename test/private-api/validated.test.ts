import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { PrivateApi } from '../../lib/private-api/private-api';
import { Backend } from '../../lib/routes/backend';
import { VpcAccess } from '../../lib/vpc/vpc-access';
import { FLAGS } from '../helpers/apps';
import { newFunction } from '../helpers/functions';
import { newVpc } from '../helpers/vpcs';

const [[, RECOMMENDED]] = FLAGS;

/** What CDK's own template validation has to say, warnings included. */
function report(app: App): unknown[] {
  const { directory } = app.synth();
  return JSON.parse(readFileSync(join(directory, 'validation-report.json'), 'utf8')).pluginReports;
}

describe("CDK's own template validation, as strict as the recommended flags make it,", () => {
  const before = process.env.CDK_VALIDATION;
  beforeAll(() => { process.env.CDK_VALIDATION = 'true'; });
  afterAll(() => { process.env.CDK_VALIDATION = before; });

  test('says nothing of a private door with its own VPC endpoint and a Lambda route', () => {
    const app = new App(RECOMMENDED);
    const stack = new Stack(app, 'Shop');
    new PrivateApi(stack, 'Ledger', { access: VpcAccess.inVpc(newVpc(stack)) }).addRoute('GET /entries', Backend.lambda(newFunction(stack)));
    expect(report(app)).toEqual([]);
  });
});
