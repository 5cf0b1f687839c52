import { startHandler } from './handler';

export const handler = startHandler();
