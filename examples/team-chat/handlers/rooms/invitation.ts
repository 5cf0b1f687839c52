import { Refusal } from './refusal';
import { Chat, MemberEntry, membersOf } from './rooms';

/** Who there is, whether they have ever used the chat or not: Cognito in production, a set in tests. */
export interface Directory {
  knows(user: string): Promise<boolean>;
}

/** Somebody who is to be a member of a room, and the member who wants that. */
export interface Invitation { readonly user: string; readonly room: string; readonly by: string }

/** What became of it. */
export interface Invited { readonly member: MemberEntry; readonly isNew: boolean }

/** Only members add members. Who is one already stays as they are. */
export async function invite({ user, room, by }: Invitation, chat: Chat, directory: Directory): Promise<Invited> {
  const known = (await membersOf(room, by, chat)).find((member) => member.user === user);
  if (known) return { member: known, isNew: false };
  // A name nobody has yet must not wait for whoever takes it.
  if (!await directory.knows(user)) throw new Refusal(404, 'NO_SUCH_USER', `nobody here is called ${user}`);
  const member = { user, role: 'member' };
  await chat.addMember(room, member);
  await chat.publish(room, { body: `${by} added ${user}` });
  await chat.publishToUser(user, { body: `${by} added you to ${room}` }); // their page looks at its rooms again
  return { member, isNew: true };
}
