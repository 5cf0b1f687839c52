import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { chatServer } from 'cdk-gatehouse/chat-server';
import { fromEnvironment } from './environment';
import { fromApi } from './http/route';
import { UserPoolDirectory } from './rooms/user-pool';
import { addMember } from './routes';

const cognito = new CognitoIdentityProviderClient({ requestHandler: { connectionTimeout: 1000, requestTimeout: 2000 } });

export const handler = fromApi(addMember(chatServer(), new UserPoolDirectory(cognito, fromEnvironment('USER_POOL_ID'))));
