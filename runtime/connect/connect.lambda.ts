import { connectHandler } from './handler';

export const handler = connectHandler(process.env, () => Date.now());
