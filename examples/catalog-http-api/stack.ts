import { join } from 'node:path';
import { CfnOutput, RemovalPolicy, Stack, StackProps } from 'aws-cdk-lib';
import {
  Alarms, Authorization, Backend, Cors, CustomDomain, EdgeProtection, HttpApiRoute, HttpParameterMapping, OpenApiDocument, SecureHttpApi, Throttle,
} from 'cdk-gatehouse';
import { Construct } from 'constructs';
import { AlarmTopic } from './constructs/alarm-topic';
import { CatalogFunctions } from './constructs/catalog-functions';
import { ImportQueue } from './constructs/import-queue';
import { ProductsTable } from './constructs/products-table';
import { SearchService } from './constructs/search-service';
import { Suppliers } from './constructs/suppliers';
import { DomainSettings, importZone } from './domain';
import { REQUEST_ID_HEADER } from './handlers/http/from-load-balancer';

export interface CatalogStackProps extends StackProps {
  /**
   * Shown in the catalogue, so that everybody can see which deployment answers.
   *
   * @default '1'
   */
  readonly release?: string;

  /**
   * Who gets the alarms by e-mail.
   *
   * @default - nobody yet: subscribe to the topic later
   */
  readonly alarmEmail?: string;

  /**
   * Pages of this origin may call the API from a browser.
   *
   * @default - none
   */
  readonly webOrigin?: string;

  /**
   * Keep products and credentials when the stack is deleted.
   *
   * @default true
   */
  readonly keepData?: boolean;

  /**
   * A name of one's own, and with it CloudFront and a web ACL in front.
   *
   * @default - the endpoint of API Gateway, without a web ACL
   */
  readonly domain?: DomainSettings;

  /**
   * How CloudFront stands in front of the domain, for a stack that is not in us-east-1.
   *
   * @default EdgeProtection.cloudFront()
   */
  readonly edge?: EdgeProtection;
}

/** A product catalogue: anybody may look, suppliers deliver. */
export class CatalogStack extends Stack {
  /** The front door. */
  public readonly api: SecureHttpApi;
  private readonly topic: AlarmTopic;
  private readonly products: ProductsTable;
  private readonly suppliers: Suppliers;
  private readonly functions: CatalogFunctions;
  private readonly imports: ImportQueue;
  private readonly searchService: SearchService;

  constructor(scope: Construct, id: string, props: CatalogStackProps = {}) {
    super(scope, id, { description: 'Product catalogue', ...props });
    const { release = '1', keepData = true } = props;
    const removalPolicy = keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;

    this.topic = new AlarmTopic(this, 'AlarmTopic', { email: props.alarmEmail });
    this.products = new ProductsTable(this, 'Products', { removalPolicy });
    this.suppliers = new Suppliers(this, 'Suppliers', { removalPolicy });
    this.functions = new CatalogFunctions(this, 'Functions', { products: this.products.table, release });
    this.imports = new ImportQueue(this, 'Imports', { worker: this.functions.importProducts.lambda, topic: this.topic.topic });
    this.searchService = new SearchService(this, 'Search', { handler: this.functions.searchProducts.lambda });
    this.api = this.createApi(props);
    this.addRoutes();
    this.addOutputs();
  }

  /** The access log and the dashboard need no word: they are what the door does. */
  private createApi({ webOrigin, domain, edge = EdgeProtection.cloudFront() }: CatalogStackProps): SecureHttpApi {
    return new SecureHttpApi(this, 'CatalogApi', {
      description: 'Product catalogue',
      throttle: Throttle.rate(500, 1000),
      cors: webOrigin ? Cors.allow([webOrigin], { methods: ['GET', 'POST'], headers: ['Authorization', 'Content-Type'] }) : Cors.off(),
      alarms: Alarms.standard({ topic: this.topic.topic }),
      domain: domain && CustomDomain.inZone({ domainName: domain.domainName, hostedZone: importZone(this, domain) }),
      edge: domain && edge,
    });
  }

  /** The document says what there is and who may call; here is what answers, and what a document cannot say. */
  private addRoutes(): { [operationId: string]: HttpApiRoute } {
    const { listProducts, getProduct } = this.functions;
    const authorization = Authorization.none('Anybody may see what there is to buy');
    return this.api.addOpenApi(OpenApiDocument.fromFile(join(__dirname, 'openapi.yaml')), {
      listProducts: Backend.lambda(listProducts.lambda),
      getProduct: Backend.lambda(getProduct.lambda),
      importProducts: Backend.sqs(this.imports.queue),
      searchProducts: Backend.alb(this.searchService.listener),
    }, {
      authorizations: { suppliers: Authorization.cognito([this.suppliers.userPool], { clients: [this.suppliers.tea] }) },
      routes: {
        listProducts: { authorization, throttle: Throttle.rate(100, 200) }, // it reads whole pages
        getProduct: { authorization },
        importProducts: { throttle: Throttle.rate(10, 20) },
        searchProducts: {
          authorization,
          throttle: Throttle.rate(20, 40), // it reads even more
          mapping: HttpParameterMapping.of({ request: { [`overwrite:header.${REQUEST_ID_HEADER}`]: '$context.requestId' } }),
        },
      },
    });
  }

  /** What the README's commands ask for. */
  private addOutputs(): void {
    new CfnOutput(this, 'ApiUrl', { value: this.api.url });
    new CfnOutput(this, 'TokenUrl', { value: `${this.suppliers.domain.baseUrl()}/oauth2/token` });
    new CfnOutput(this, 'UserPoolId', { value: this.suppliers.userPool.userPoolId });
    new CfnOutput(this, 'SupplierClientId', { value: this.suppliers.tea.userPoolClientId });
    new CfnOutput(this, 'ImportQueueUrl', { value: this.imports.queue.queueUrl });
    new CfnOutput(this, 'SetAsideQueueUrl', { value: this.imports.setAside.queueUrl });
  }
}
