import { Aws, Duration, Fn, RemovalPolicy } from 'aws-cdk-lib';
import {
  AccountRecovery, FeaturePlan, Mfa, OAuthScope, ResourceServerScope, UserPool, UserPoolClient, UserPoolDomain,
} from 'aws-cdk-lib/aws-cognito';
import { Waiver } from 'cdk-gatehouse';
import { Construct } from 'constructs';

export interface SuppliersProps {
  /** What happens to the credentials when the stack is deleted. */
  readonly removalPolicy: RemovalPolicy;
}

/** Those who bring products: machines, which get a token for their credentials. No person has an account here. */
export class Suppliers extends Construct {
  public readonly userPool: UserPool;
  /** One supplier. Make a client for each, so that one can be shut out without the others. */
  public readonly tea: UserPoolClient;
  /** Where tokens come from. */
  public readonly domain: UserPoolDomain;

  constructor(scope: Construct, id: string, { removalPolicy }: SuppliersProps) {
    super(scope, id);
    this.userPool = this.createUserPool(removalPolicy);
    this.tea = this.createClient();
    // Nobody types this name; the id of the stack makes it one that nobody else in the Region has.
    this.domain = this.userPool.addDomain('Domain', { cognitoDomain: { domainPrefix: `catalog-${Fn.select(2, Fn.split('/', Aws.STACK_ID))}` } });
    Waiver.record(this.userPool, {
      control: 'Cognito threat protection',
      reason: 'It watches how people sign in, and no person can: there is no sign-up, and the only flow of the client is client credentials',
      rules: ['AwsSolutions-COG8'],
    });
  }

  /** Strict about people, in case there are some one day. */
  private createUserPool(removalPolicy: RemovalPolicy): UserPool {
    return new UserPool(this, 'UserPool', {
      featurePlan: FeaturePlan.ESSENTIALS,
      selfSignUpEnabled: false,
      accountRecovery: AccountRecovery.NONE,
      passwordPolicy: { minLength: 12, requireLowercase: true, requireUppercase: true, requireDigits: true, requireSymbols: true },
      mfa: Mfa.REQUIRED,
      mfaSecondFactor: { otp: true, sms: false },
      deletionProtection: removalPolicy === RemovalPolicy.RETAIN,
      removalPolicy,
    });
  }

  private createClient(): UserPoolClient {
    const write = new ResourceServerScope({ scopeName: 'write', scopeDescription: 'Bring products into the catalogue' });
    const catalog = this.userPool.addResourceServer('Catalog', { identifier: 'catalog', scopes: [write] });
    return this.userPool.addClient('Tea', {
      generateSecret: true,
      oAuth: { flows: { clientCredentials: true }, scopes: [OAuthScope.resourceServer(catalog, write)] },
      accessTokenValidity: Duration.hours(1),
      preventUserExistenceErrors: true,
    });
  }
}
