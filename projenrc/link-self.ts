/** Examples import the package by its name, as users do. This makes that name lead to this checkout. */
import { lstatSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '..');
const link = join(root, 'node_modules', 'cdk-gatehouse');

if (lstatSync(link, { throwIfNoEntry: false })) rmSync(link);
symlinkSync(root, link, 'junction');
