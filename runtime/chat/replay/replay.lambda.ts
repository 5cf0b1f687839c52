import { replayHandler } from './handler';

export const handler = replayHandler(process.env);
