import { Aws, Duration, Fn, RemovalPolicy } from 'aws-cdk-lib';
import {
  AccountRecovery, CfnManagedLoginBranding, FeaturePlan, ManagedLoginVersion, Mfa, OAuthScope, UserPool, UserPoolClient, UserPoolDomain,
} from 'aws-cdk-lib/aws-cognito';
import { Waiver } from 'cdk-gatehouse';
import { Construct } from 'constructs';

export interface PeopleProps {
  /** What happens to the accounts when the stack is deleted. */
  readonly removalPolicy: RemovalPolicy;
}

/** Those who talk. They sign up by themselves, with a name that the others see and an e-mail address that nobody sees. */
export class People extends Construct {
  public readonly userPool: UserPool;
  /** Cognito's own pages for signing up and in: passwords are typed there and never here. */
  public readonly login: UserPoolDomain;

  constructor(scope: Construct, id: string, { removalPolicy }: PeopleProps) {
    super(scope, id);
    this.userPool = this.createUserPool(removalPolicy);
    // Nobody types this name; the id of the stack makes it one that nobody else in the Region has.
    this.login = this.userPool.addDomain('Login', {
      cognitoDomain: { domainPrefix: `team-chat-${Fn.select(2, Fn.split('/', Aws.STACK_ID))}` },
      managedLoginVersion: ManagedLoginVersion.NEWER_MANAGED_LOGIN,
    });
  }

  /**
   * Let a page sign people in. It has no secret, because nothing in a page stays one: PKCE proves that who redeems a code is who asked for it.
   *
   * @param pageUrl where Cognito sends people back to, after signing in and after signing out, and nowhere else
   */
  public addPage(pageUrl: string): UserPoolClient {
    const client = this.userPool.addClient('Page', {
      generateSecret: false,
      oAuth: {
        flows: { authorizationCodeGrant: true },
        scopes: [OAuthScope.OPENID],
        callbackUrls: [pageUrl],
        logoutUrls: [pageUrl],
      },
      accessTokenValidity: Duration.hours(1), // a connection ends with the token its ticket was given for, and is opened again with a new one
      refreshTokenValidity: Duration.days(1),
      enableTokenRevocation: true,
      preventUserExistenceErrors: true,
    });
    // The newer pages have no look of their own: without one for the client, nobody can sign in.
    new CfnManagedLoginBranding(this, 'Look', {
      userPoolId: this.userPool.userPoolId, clientId: client.userPoolClientId, useCognitoProvidedValues: true,
    });
    return client;
  }

  private createUserPool(removalPolicy: RemovalPolicy): UserPool {
    const userPool = new UserPool(this, 'UserPool', {
      featurePlan: FeaturePlan.ESSENTIALS,
      selfSignUpEnabled: true,
      signInAliases: { username: true, email: true },
      signInCaseSensitive: false, // nobody shall be called Ada where there is an ada
      standardAttributes: { email: { required: true, mutable: true } },
      autoVerify: { email: true },
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      passwordPolicy: { minLength: 12, requireLowercase: true, requireUppercase: true, requireDigits: true, requireSymbols: true },
      mfa: Mfa.OPTIONAL,
      mfaSecondFactor: { otp: true, sms: false }, // text messages cost, and are the weaker factor
      deletionProtection: removalPolicy === RemovalPolicy.RETAIN,
      removalPolicy,
    });
    Waiver.record(userPool, {
      control: 'required second factor',
      reason: 'Anybody may sign up to try the chat, and chooses whether a second factor is worth the trouble. Mfa.REQUIRED is for a team of yours',
      rules: ['AwsSolutions-COG2'],
    });
    Waiver.record(userPool, {
      control: 'Cognito threat protection',
      reason: 'It needs the Plus plan, billed per active user; the password policy is the baseline. FeaturePlan.PLUS has it',
      rules: ['AwsSolutions-COG8'],
    });
    return userPool;
  }
}
