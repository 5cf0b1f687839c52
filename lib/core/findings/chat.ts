/** lib/chat: the chat backend. */
export const CHAT_FINDINGS = {
  'chat-limit-out-of-range': {
    problem: 'the chat limit {limit} is {given}',
    instead: 'give a number from {least} to {most}, whole unless it is a rate',
  },
  'chat-limit-unresolved': {
    problem: '{limit} is only known at deployment, and the functions of the chat are told it when the app is synthesised',
    instead: 'write the number, or read it from the context of the app',
  },
  'chat-retention-not-days': {
    problem: 'messages cannot be kept for {given} days',
    instead: 'give whole days, `MessageRetention.of(Duration.days(90))`, or write MessageRetention.forever()',
  },
  'chat-without-tickets': {
    problem: 'this chat gives no tickets out, because people prove who they are in another way',
    instead: 'leave authorization out, or have clients connect with what authorization asks for',
  },
  'chat-without-user': {
    problem: 'a chat has to know who everybody is, and {given} does not say it',
    instead: 'leave authorization out, which asks for tickets, or write Authorization.cognito, Authorization.jwt, or a Lambda authorizer whose context has "user" and "expiresAt", seconds since 1970 or 0',
  },
} as const;
