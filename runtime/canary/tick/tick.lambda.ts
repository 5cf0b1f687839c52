import { tickHandler } from './handler';

export const handler = tickHandler();
