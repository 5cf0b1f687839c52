import { chatServer } from 'cdk-gatehouse/chat-server';
import { fromApi } from './http/route';
import { createRoom } from './routes';

export const handler = fromApi(createRoom(chatServer()));
