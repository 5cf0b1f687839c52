import { delivererHandler } from './handler';

export const handler = delivererHandler(process.env);
