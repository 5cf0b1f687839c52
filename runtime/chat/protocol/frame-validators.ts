import Ajv from 'ajv';
import type { ClientFrame } from './frames';
import { FRAME_SCHEMAS } from './schemas';

/** The action says which of the schemas counts. */
const schema = { type: 'object', required: ['action'], discriminator: { propertyName: 'action' }, oneOf: Object.values(FRAME_SCHEMAS) };

/** The bundle holds what this compiles to, without Ajv: see projenrc/precompiled.ts. */
export const ajv = new Ajv({ discriminator: true, strictRequired: false, messages: false, code: { source: true, esm: true } });

/** Whether an object is a frame of protocol v1. */
export const validate = ajv.compile<ClientFrame>(schema);
