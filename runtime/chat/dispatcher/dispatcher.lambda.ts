import { dispatcherHandler } from './handler';

export const handler = dispatcherHandler(process.env);
