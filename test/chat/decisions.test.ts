import { Duration, Lazy, Size } from 'aws-cdk-lib';
import * as fc from 'fast-check';
import { ChatDelivery } from '../../lib/chat/chat-delivery';
import { ChatLimits, ChatLimitsOptions } from '../../lib/chat/chat-limits';
import { MessageRetention } from '../../lib/chat/message-retention';

describe('the limits of a chat', () => {
  test('are those of people who type, with no options', () => {
    expect(ChatLimits.standard()._values).toEqual({
      bodyBytes: 16_384, framesPerSecond: 5, frameBurst: 10, violations: 3, roomsPerConnection: 50, connectionsPerUser: 5,
    });
  });

  test('can be changed one by one', () => {
    expect(ChatLimits.standard({ messageSize: Size.bytes(500), framesPerSecond: 0.5 })._values)
      .toEqual({ ...ChatLimits.standard()._values, bodyBytes: 500, framesPerSecond: 0.5 });
  });

  test.each<[string, ChatLimitsOptions]>([
    ['messageSize in bytes', { messageSize: Size.kibibytes(17) }],
    ['messageSize in bytes', { messageSize: Size.bytes(0) }],
    ['framesPerSecond', { framesPerSecond: 0 }],
    ['framesPerSecond', { framesPerSecond: Number.NaN }],
    ['frameBurst', { frameBurst: 2.5 }],
    ['violations', { violations: 0 }],
    ['roomsPerConnection', { roomsPerConnection: 201 }],
    ['connectionsPerUser', { connectionsPerUser: -1 }],
  ])('are refused out of their range: %s %p', (limit, options) => {
    expect(() => ChatLimits.standard(options)).toThrow(new RegExp(`^chat-limit-out-of-range: the chat limit ${limit} is `));
  });

  test('have a size that is known when the app is synthesised', () => {
    const messageSize = Size.bytes(Lazy.number({ produce: () => 7 }));
    expect(() => ChatLimits.standard({ messageSize })).toThrow(/^chat-limit-unresolved/);
  });

  test.each(['framesPerSecond', 'frameBurst', 'roomsPerConnection'])('have to be known when the app is synthesised: %s', (limit) => {
    expect(() => ChatLimits.standard({ [limit]: Lazy.number({ produce: () => 7 }) })).toThrow(/^chat-limit-unresolved/);
  });
});

describe('messages are kept', () => {
  test('for whole days, or for ever', () => {
    expect(MessageRetention.of(Duration.days(90))._days).toBe(90);
    expect(MessageRetention.of(Duration.hours(48))._days).toBe(2);
    expect(MessageRetention.forever()._days).toBe(0);
  });

  test.each([Duration.hours(12), Duration.hours(36), Duration.days(0)])('and not for %s', (duration) => {
    expect(() => MessageRetention.of(duration)).toThrow(/^chat-retention-not-days/);
  });

  test('for a time that is known when the app is synthesised', () => {
    expect(() => MessageRetention.of(Duration.days(Lazy.number({ produce: () => 7 })))).toThrow(/^chat-limit-unresolved/);
  });
});

describe('the pace of a chat', () => {
  test('is never above what was decided, however many functions run at once', () => {
    fc.assert(fc.property(fc.integer({ min: 100, max: 1_000_000 }), (rate) => {
      const { _deliverers: deliverers, _dispatchers: dispatchers, _postsPerFunction: each } = ChatDelivery.paced(rate);
      expect(each).toBeGreaterThan(0);
      expect((deliverers + dispatchers) * each).toBeLessThanOrEqual(rate);
      expect((deliverers + dispatchers) * each).toBeGreaterThan(0.95 * rate);
    }));
  });

  test('is carried out by as many functions as SQS takes', () => {
    expect(ChatDelivery.paced(100)._deliverers).toBe(2);
    expect(ChatDelivery.paced(1_000_000)._deliverers).toBe(1000);
  });

  test.each([99, 1_000_001, 700.5])('is refused out of its range: %p', (rate) => {
    expect(() => ChatDelivery.paced(rate)).toThrow(/^chat-limit-out-of-range: the chat limit postsPerSecond is /);
  });

  test('has to be known when the app is synthesised', () => {
    expect(() => ChatDelivery.paced(Lazy.number({ produce: () => 7000 }))).toThrow(/^chat-limit-unresolved/);
  });
});
