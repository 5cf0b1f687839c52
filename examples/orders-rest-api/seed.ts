import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { documentClient } from './handlers/dynamo/client';

/** A handful of products to play with: `npx tsx seed.ts <name of the products table>`. Running it again changes nothing. */
const PRODUCTS = [
  { productId: 'green-tea', title: 'Green tea', description: 'Sencha, 100 g', priceCents: 749 },
  { productId: 'black-tea', title: 'Black tea', description: 'Assam, 100 g', priceCents: 599 },
  { productId: 'tea-pot', title: 'Tea pot', description: 'Cast iron, 0.8 l', priceCents: 4990 },
  { productId: 'cup', title: 'Cup', description: 'Stoneware, 0.2 l', priceCents: 1210 },
];

async function seed(tableName: string): Promise<void> {
  const db = documentClient();
  await Promise.all(PRODUCTS.map((Item) => db.send(new PutCommand({ TableName: tableName, Item }))));
  console.log(`${PRODUCTS.length} products are in ${tableName}`);
}

const [tableName] = process.argv.slice(2);
if (tableName) void seed(tableName);
else console.error('usage: npx tsx seed.ts <name of the products table>, which is the output ProductsTable of the stack');
