import { ticketsHandler } from './handler';

export const handler = ticketsHandler(process.env, () => Date.now());
