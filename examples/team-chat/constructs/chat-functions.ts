import { IUserPool } from 'aws-cdk-lib/aws-cognito';
import { ChatWebSocketApi } from 'cdk-gatehouse';
import { Construct } from 'constructs';
import { ChatFunction } from './chat-function';

export interface ChatFunctionsProps {
  readonly chat: ChatWebSocketApi;
  /** Who there is to be added to rooms. */
  readonly userPool: IUserPool;
}

/** One function per route. What is live, the chat answers itself. */
export class ChatFunctions extends Construct {
  public readonly listRooms: ChatFunction;
  public readonly createRoom: ChatFunction;
  public readonly listMembers: ChatFunction;
  public readonly addMember: ChatFunction;

  constructor(scope: Construct, id: string, { chat, userPool }: ChatFunctionsProps) {
    super(scope, id);
    this.listRooms = new ChatFunction(this, 'ListRooms', { handler: 'list-rooms', chat });
    this.createRoom = new ChatFunction(this, 'CreateRoom', { handler: 'create-room', chat });
    this.listMembers = new ChatFunction(this, 'ListMembers', { handler: 'list-members', chat });
    this.addMember = new ChatFunction(this, 'AddMember', {
      handler: 'add-member',
      chat,
      environment: { USER_POOL_ID: userPool.userPoolId },
      allow: { action: 'cognito-idp:AdminGetUser', on: userPool.userPoolArn },
    });
  }
}
