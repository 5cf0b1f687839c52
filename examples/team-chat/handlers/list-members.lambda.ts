import { chatServer } from 'cdk-gatehouse/chat-server';
import { fromApi } from './http/route';
import { listMembers } from './routes';

export const handler = fromApi(listMembers(chatServer()));
