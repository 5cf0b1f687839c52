import { chatServer } from 'cdk-gatehouse/chat-server';
import { fromApi } from './http/route';
import { listRooms } from './routes';

export const handler = fromApi(listRooms(chatServer()));
