import { AdminInitiateAuthCommand, ConfirmSignUpCommand, SignUpCommand } from '@aws-sdk/client-cognito-identity-provider';
import { Aws } from './aws';
import { Emulator } from './emulator';
import { Failure } from './failure';

const PASSWORD = 'Corr3ct-horse-battery!';

/** Where customers sign up. */
export interface SignUpAt {
  readonly userPoolId: string;
  readonly clientId: string;
}

interface Mailbox {
  readonly messages: Readonly<Record<string, ReadonlyArray<{ readonly To: readonly string[]; readonly BodyText: string }>>>;
}

/** A customer of a starter: signs up, types in the code from the e-mail, signs in. Answers the id token. */
export async function signUp(aws: Aws, emulator: Emulator, { userPoolId, clientId }: SignUpAt, email: string): Promise<string> {
  const user = { ClientId: clientId, Username: email };
  await aws.cognito.send(new SignUpCommand({ ...user, Password: PASSWORD, UserAttributes: [{ Name: 'email', Value: email }] }));
  await aws.cognito.send(new ConfirmSignUpCommand({ ...user, ConfirmationCode: await mailedCode(emulator, email) }));
  const { AuthenticationResult } = await aws.cognito.send(new AdminInitiateAuthCommand({
    UserPoolId: userPoolId,
    ClientId: clientId,
    AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME: email, PASSWORD },
  }));
  if (!AuthenticationResult?.IdToken) throw new Failure(`${email} cannot sign in`);
  return AuthenticationResult.IdToken;
}

/** The emulator sends no mail; it shows what it would have sent. */
export async function mailedCode({ endpoint }: Emulator, email: string): Promise<string> {
  const { messages } = await (await fetch(`${endpoint}/_ministack/ses/messages`)).json() as Mailbox;
  const mine = Object.values(messages).flat().filter(({ To }) => To.includes(email));
  const [code] = /\b\d{6}\b/.exec(mine.at(-1)?.BodyText ?? '') ?? [];
  if (!code) throw new Failure(`no code was mailed to ${email}`);
  return code;
}
