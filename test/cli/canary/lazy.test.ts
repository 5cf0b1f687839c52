import { ON_STAGE } from './operator';
import { main } from '../../../cli/main';

const opened = jest.fn();
const loaded = jest.fn(() => ({ openStage: opened }));
jest.mock('../../../cli/canary/aws', () => loaded());

test('the client of AWS is loaded for a look at a stage, and for nothing before', async () => {
  const quiet = { columns: 100, colour: false, out: () => undefined, err: () => undefined };
  await main(['--help'], quiet);
  await main(['canary', '--help'], quiet);
  await main(['canary', 'promote', '--help'], quiet);
  await main(['canary', 'promote'], quiet);
  await main(['report', '/nowhere'], quiet);
  expect(loaded).not.toHaveBeenCalled();
  opened.mockRejectedValue(new Error('looked'));
  await expect(main(['canary', 'status', ...ON_STAGE], quiet)).rejects.toThrow('looked');
  expect(loaded).toHaveBeenCalledTimes(1);
});
