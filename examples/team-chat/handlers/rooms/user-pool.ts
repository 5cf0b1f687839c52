import { AdminGetUserCommand, CognitoIdentityProviderClient, UserNotFoundException } from '@aws-sdk/client-cognito-identity-provider';
import { Directory } from './invitation';

/** The users of a Cognito user pool. */
export class UserPoolDirectory implements Directory {
  constructor(private readonly cognito: CognitoIdentityProviderClient, private readonly userPoolId: string) {}

  /** Under exactly this name: Cognito finds users by their e-mail address too, and the chat would know nobody of that name. */
  async knows(user: string): Promise<boolean> {
    try {
      const { Username, Enabled } = await this.cognito.send(new AdminGetUserCommand({ UserPoolId: this.userPoolId, Username: user }));
      return Username === user && Enabled === true;
    } catch (error) {
      if (error instanceof UserNotFoundException) return false;
      throw error;
    }
  }
}
