import { Function } from 'aws-cdk-lib/aws-lambda';
import { RestRoute } from 'cdk-gatehouse';
import { Construct } from 'constructs';
import { LedgerFunction, LedgerPlace } from './ledger-function';
import { TEST_ACCOUNT } from '../client/prove';

export interface TestClientProps {
  /** Where the ledger answers. */
  readonly url: string;
  /** What it may call there. */
  readonly routes: RestRoute[];
  readonly inside: LedgerPlace;
}

/** A service of the VPC that uses the ledger when it is asked to, and tells what it saw: `aws lambda invoke` proves the deployment. */
export class TestClient extends Construct {
  public readonly lambda: Function;

  constructor(scope: Construct, id: string, { url, routes, inside }: TestClientProps) {
    super(scope, id);
    const { lambda } = new LedgerFunction(this, 'Prove', {
      code: 'prove',
      environment: { LEDGER_URL: url },
      inside,
    });
    // One account. Without its name the grants would be for every account there is.
    routes.forEach((route) => route.grants.invoke(lambda, { pathParameters: { account: TEST_ACCOUNT } }));
    this.lambda = lambda;
  }
}
