import { Aws, CfnOutput, RemovalPolicy, Stack, StackProps } from 'aws-cdk-lib';
import { ICertificate } from 'aws-cdk-lib/aws-certificatemanager';
import { UserPoolClient } from 'aws-cdk-lib/aws-cognito';
import { IHostedZone } from 'aws-cdk-lib/aws-route53';
import { ITopic } from 'aws-cdk-lib/aws-sns';
import { Alarms, Authorization, Backend, ChatWebSocketApi, Cors, CustomDomain, SecureHttpApi, Throttle } from 'cdk-gatehouse';
import { Construct } from 'constructs';
import { AlarmTopic } from './constructs/alarm-topic';
import { ChatFunctions } from './constructs/chat-functions';
import { Page } from './constructs/page';
import { People } from './constructs/people';
import { DomainSettings, importZone } from './domain';
import { USER_CLAIM } from './handlers/http/route';

export interface TeamChatStackProps extends StackProps {
  /**
   * Who gets the alarms by e-mail.
   *
   * @default - nobody yet: subscribe to the topic later
   */
  readonly alarmEmail?: string;

  /**
   * Keep messages, rooms and accounts when the stack is deleted.
   *
   * @default true
   */
  readonly keepData?: boolean;

  /**
   * A name of one's own for the page; the APIs are `api.` and `live.` below it.
   *
   * @default - the names AWS makes up
   */
  readonly domain?: DomainSettings;

  /**
   * For the name of the page, from us-east-1. Needed with `domain`.
   *
   * @default - none
   */
  readonly pageCertificate?: ICertificate;
}

/** Rooms in which people talk: a page, its sign-in, an HTTP API for rooms and tickets, a WebSocket API for everything that is live. */
export class TeamChatStack extends Stack {
  /** Everything that is live. */
  public readonly chat: ChatWebSocketApi;
  /** Rooms, members, tickets. */
  public readonly api: SecureHttpApi;
  private readonly topic: ITopic;
  private readonly zone?: IHostedZone;
  private readonly people: People;
  private readonly page: Page;
  private readonly client: UserPoolClient;
  private readonly functions: ChatFunctions;

  constructor(scope: Construct, id: string, props: TeamChatStackProps = {}) {
    super(scope, id, { description: 'Team chat', ...props });
    const { domain, keepData = true } = props;
    const removalPolicy = keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;

    this.topic = new AlarmTopic(this, 'AlarmTopic', { email: props.alarmEmail }).topic;
    this.zone = domain && importZone(this, domain);
    this.people = new People(this, 'People', { removalPolicy });
    this.page = this.createPage(props);
    this.client = this.people.addPage(this.page.url);
    this.chat = this.createChat(removalPolicy, domain);
    this.functions = new ChatFunctions(this, 'Functions', { chat: this.chat, userPool: this.people.userPool });
    this.api = this.createApi(domain);
    this.addRoutes();
    this.publishPage(domain);
    this.addOutputs();
  }

  private createPage({ domain, pageCertificate: certificate }: TeamChatStackProps): Page {
    const { zone: hostedZone } = this;
    return new Page(this, 'Page', { domain: domain && hostedZone && certificate && { domainName: domain.domainName, hostedZone, certificate } });
  }

  /** Limits, history, presence, logs and the dashboard need no word: they are what the chat does. */
  private createChat(removalPolicy: RemovalPolicy, domain?: DomainSettings): ChatWebSocketApi {
    return new ChatWebSocketApi(this, 'Chat', {
      description: 'Messages of the team chat',
      origins: [this.page.origin],
      tickets: { userClaim: USER_CLAIM },
      alarms: Alarms.standard({ topic: this.topic }),
      domain: this.domainOf('live', domain),
      removalPolicy,
    });
  }

  /** Who has a token that the page asked for, and nobody else: id tokens have no scope, and tokens of other flows not this one. */
  private createApi(domain?: DomainSettings): SecureHttpApi {
    return new SecureHttpApi(this, 'Api', {
      description: 'Rooms and tickets of the team chat',
      authorization: Authorization.cognito([this.people.userPool], { clients: [this.client], scopes: ['openid'] }),
      throttle: Throttle.rate(200, 400),
      cors: Cors.allow([this.page.origin], { methods: ['GET', 'POST'], headers: ['Authorization', 'Content-Type'] }),
      alarms: Alarms.standard({ topic: this.topic }),
      domain: this.domainOf('api', domain),
    });
  }

  private domainOf(name: string, domain?: DomainSettings): CustomDomain | undefined {
    return domain && this.zone && CustomDomain.inZone({ domainName: `${name}.${domain.domainName}`, hostedZone: this.zone });
  }

  private addRoutes(): void {
    const { listRooms, createRoom, listMembers, addMember } = this.functions;
    this.api.addRoute('POST /tickets', Backend.lambda(this.chat.ticketIssuer));
    this.api.addRoute('GET /rooms', Backend.lambda(listRooms.lambda));
    this.api.addRoute('POST /rooms', Backend.lambda(createRoom.lambda), { throttle: Throttle.rate(10, 20) });
    this.api.addRoute('GET /rooms/{room}/members', Backend.lambda(listMembers.lambda));
    this.api.addRoute('POST /rooms/{room}/members', Backend.lambda(addMember.lambda), { throttle: Throttle.rate(20, 40) });
  }

  private publishPage(domain?: DomainSettings): void {
    const { people: { login }, chat, api, client } = this;
    const signIn = { domain: login.baseUrl(), clientId: client.userPoolClientId };
    // The HTTP API names the page in its CORS rules, so the page's headers cannot name the API, unless its name is known beforehand.
    const apiOrigin = domain ? api.url : `https://*.execute-api.${Aws.REGION}.${Aws.URL_SUFFIX}`;
    this.page.publish({ apiUrl: api.url, chatUrl: chat.url, signIn, region: this.region }, [apiOrigin, chat.url, signIn.domain]);
  }

  /** What the README's commands ask for. */
  private addOutputs(): void {
    new CfnOutput(this, 'PageUrl', { value: this.page.url });
    new CfnOutput(this, 'ApiUrl', { value: this.api.url });
    new CfnOutput(this, 'ChatUrl', { value: this.chat.url });
    new CfnOutput(this, 'LoginUrl', { value: this.people.login.baseUrl() });
    new CfnOutput(this, 'UserPoolId', { value: this.people.userPool.userPoolId });
    new CfnOutput(this, 'PageClientId', { value: this.client.userPoolClientId });
    new CfnOutput(this, 'ReplayFunctionName', { value: this.chat.replay.functionName });
  }
}
