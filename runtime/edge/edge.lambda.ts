import { edgeHandler } from './handler';

export const handler = edgeHandler(process.env, () => Date.now());
