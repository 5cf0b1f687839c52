import { frameText } from '../fan-out/task';
import type { Callback } from '../ports';
import type { ByeCode } from '../protocol/frames';

/** Say why, then close. It is posted and not answered: an answer would come after the connection is gone. */
export async function sayBye(connection: string, code: ByeCode, callback: Callback): Promise<void> {
  await callback.post(connection, frameText({ type: 'bye', code }));
  await callback.close(connection);
}
