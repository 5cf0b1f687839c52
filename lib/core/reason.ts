import { refuse } from './refuse';

/** A reason that is checked where it is written, before there is a construct to hang it on. */
export function checkedReason(control: string, reason: string): string {
  return reason.trim() === '' ? refuse('waiver-without-reason', { control, reason }) : reason;
}
