import { actionsHandler } from './handler';

export const handler = actionsHandler(process.env, () => Date.now());
