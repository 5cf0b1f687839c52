import { disconnectHandler } from './handler';

export const handler = disconnectHandler(process.env, () => Date.now());
