import type { FindingText } from './finding';

export const TRAFFIC_FINDINGS = {
  'throttle-rate-out-of-range': {
    problem: 'a throttle rate is a positive number of requests per second, got {given}',
    instead: 'write for example Throttle.rate(1000, 2000), or Throttle.none("reason") for no throttle',
  },
  'throttle-burst-out-of-range': {
    problem: 'a throttle burst is a whole number of requests from 1 to 2147483647, got {given}',
    instead: 'write for example Throttle.rate(1000, 2000); a burst of 0 would refuse every request',
  },
  'throttle-burst-below-rate': {
    problem: 'the throttle of {where} has a burst of {burst}, below its rate of {rate} requests per second, so requests that come close together are refused early',
    instead: 'raise the burst to the rate or above, or acknowledge this if callers are known to spread their requests evenly',
  },
  'throttle-on-unknown-route': {
    problem: 'a throttle was given for "{route}", which is no route of this API in this stack, and API Gateway refuses a stage that throttles routes there are not',
    instead: 'use one of: {known}',
  },
  'quota-limit-out-of-range': {
    problem: 'a quota is a whole number of requests from 1 to 2147483647, got {given} per {period}',
    instead: 'write for example Quota.perMonth(100000), or Quota.unlimited()',
  },
  'quota-offset-out-of-range': {
    problem: 'the offset of a quota per {period} is a whole number from 0 to {max}, got {given}',
    instead: 'write a number in that range, or leave the offset out',
  },
  'usage-name-malformed': {
    problem: 'the name of {kind} is made of letters, digits, hyphen, underscore and period and begins with a letter or digit, got "{given}"',
    instead: 'write for example "mobile-app"; the name becomes part of the logical id',
  },
  'usage-key-twice-in-tier': {
    problem: 'the usage tier "{tier}" has the key "{key}" twice',
    instead: 'remove one, or give the second key a name of its own',
  },
  'usage-key-in-two-tiers': {
    problem: 'the API key "{key}" is in the usage tiers "{first}" and "{second}", and API Gateway allows a key in one usage plan per stage',
    instead: 'keep it in one of the two, or make a second key',
  },
  'usage-key-unknown': {
    problem: 'no usage tier has an API key "{given}"',
    instead: 'use one of: {known}',
  },
  'usage-tier-name-clash': {
    problem: 'two usage tiers are called "{tier}"',
    instead: 'give each a name of its own',
  },
  'usage-tier-route-throttle-alone': {
    problem: 'the usage tier "{tier}" throttles single routes but has no throttle of its own, and API Gateway refuses the one without the other',
    instead: 'give the tier a throttle with Throttle.rate(), or remove `routes`',
  },
  'usage-tier-route-throttle-none': {
    problem: 'the usage tier "{tier}" lists the route "{route}" with Throttle.none(), which a usage plan cannot express',
    instead: 'leave the route out: the throttle of the tier applies to it then',
  },
  'usage-tier-route-unknown': {
    problem: 'the usage tier "{tier}" throttles the route "{route}", which the API does not have',
    instead: 'use one of: {known}',
  },
  'usage-tier-many-route-throttles': {
    problem: 'the usage tier "{tier}" throttles {given} routes, and an account may throttle 20 per stage in a usage plan until that quota is raised',
    instead: 'ask AWS to raise "Method-level throttles per stage in a usage plan", or throttle fewer routes',
  },
  'cache-size-unknown': {
    problem: 'API Gateway has no cache of {given} GB',
    instead: 'use one of: {sizes}',
  },
  'cache-ttl-out-of-range': {
    problem: 'a cache TTL is a whole number of seconds from 0 to 3600, got {given}',
    instead: 'write for example Duration.minutes(5)',
  },
  'cache-key-malformed': {
    problem: 'API Gateway cannot use "{given}" as the name of a {kind} in a cache key',
    instead: 'write the bare name, without spaces, quotes and braces: {example}',
  },
  'cache-key-unknown-path-parameter': {
    problem: 'the cache of "{route}" uses the path parameter "{given}", which the route does not have',
    instead: 'name a parameter of the path, or leave it out: path parameters always are part of the cache key',
  },
  'cache-on-non-get-route': {
    problem: 'the route "{route}" has a cache, and only answers to GET may be kept',
    instead: 'remove `cache` from this route, or make it a GET route',
  },
  'cache-without-cluster': {
    problem: 'the route "{route}" has a cache, but the API has none to keep answers in',
    instead: 'give the API `caching: Caching.on()`, or remove `cache` from this route',
  },
  'cache-shared-between-callers': {
    problem: 'the route "{route}" asks who is calling, but its cache answers every caller alike: one may be shown the answer made for another',
    instead: 'add CacheKey.header("Authorization") to its keys (with IAM, whose signatures never repeat, leave the cache off), '
      + 'or acknowledge this if the answer is the same for everybody who may see it',
  },
} as const satisfies Record<string, FindingText>;
