import { echoHandler } from './handler';

export const handler = echoHandler(process.env);
