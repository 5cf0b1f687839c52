import { RemovalPolicy } from 'aws-cdk-lib';
import { AccountRecovery, FeaturePlan, Mfa, UserPool, UserPoolClient } from 'aws-cdk-lib/aws-cognito';
import { Waiver } from 'cdk-gatehouse';
import { Construct } from 'constructs';

export interface CustomersProps {
  /** What happens to the accounts when the stack is deleted. */
  readonly removalPolicy: RemovalPolicy;
}

/** The shop's customers: they sign up in the app with their e-mail address. */
export class Customers extends Construct {
  public readonly userPool: UserPool;
  /** What the mobile app signs in with. It has no secret: nothing in an app stays one. */
  public readonly app: UserPoolClient;

  constructor(scope: Construct, id: string, { removalPolicy }: CustomersProps) {
    super(scope, id);
    this.userPool = new UserPool(this, 'UserPool', {
      featurePlan: FeaturePlan.ESSENTIALS,
      selfSignUpEnabled: true,
      signInAliases: { email: true },
      autoVerify: { email: true },
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      passwordPolicy: { minLength: 12, requireLowercase: true, requireUppercase: true, requireDigits: true, requireSymbols: true },
      mfa: Mfa.OPTIONAL,
      mfaSecondFactor: { otp: true, sms: false }, // text messages cost, and are the weaker factor
      deletionProtection: removalPolicy === RemovalPolicy.RETAIN,
      removalPolicy,
    });
    this.app = this.userPool.addClient('App', {
      // SRP never sends the password. The other flow is for operators with AWS credentials only: the README tries the API with it.
      authFlows: { userSrp: true, adminUserPassword: true },
      disableOAuth: true,
      preventUserExistenceErrors: true,
    });
    this.waive();
  }

  private waive(): void {
    Waiver.record(this.userPool, {
      control: 'required second factor',
      reason: 'Customers may choose a second factor. Demanding one costs sales, and a stolen account holds orders but no means of payment',
      rules: ['AwsSolutions-COG2'],
    });
    Waiver.record(this.userPool, {
      control: 'Cognito threat protection',
      reason: 'It needs the Plus plan, billed per active customer; password policy and web ACL are the baseline. FeaturePlan.PLUS has it',
      rules: ['AwsSolutions-COG8'],
    });
  }
}
