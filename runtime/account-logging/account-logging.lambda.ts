import { pause } from './aws-ports';
import { accountLoggingHandler } from './handler';

export const handler = accountLoggingHandler(pause);
