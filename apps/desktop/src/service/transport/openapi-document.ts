import { commonRefusals } from '@apotheca/core';
import type { AnyContractRouter, OpenAPI } from '@orpc/contract';
import { type JSONSchema, OpenAPIGenerator } from '@orpc/openapi';
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4';
import { apiPrefix } from './rest-api.ts';

type Schema = Exclude<JSONSchema, boolean>;
type DefinedError = [code: string, message: string, dataRequired: boolean, dataSchema: JSONSchema];

interface EndpointFacts {
  readonly permission: string;
  readonly ownWindowOnly?: boolean;
}

const description = `The API of one Apotheca terminal. Sign in with \`POST /auth/sessions\`, then send
\`Authorization: Bearer <token>\`. \`Idempotency-Key\` is honoured on every POST: a retry with the same key and the same
input changes nothing and gets the first answer. Money is in cents, quantities have at most three decimals, dates are
\`yyyy-mm-dd\`, times ISO 8601 with offset. A refusal is \`{code, message, data}\`.`;

/** The OpenAPI 3.1 document of the contract. Refusals every endpoint shares stand once, under components. */
export async function openApiDocument(
  contract: Record<string, AnyContractRouter>,
  version: string,
): Promise<OpenAPI.Document> {
  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] });
  const shared = new Map<string, Schema>();
  const document = await generator.generate(contract, {
    info: { title: 'Apotheca', version, description },
    servers: [{ url: apiPrefix }],
    components: { securitySchemes: { session: { type: 'http', scheme: 'bearer' } } },
    customErrorResponseBodySchema: (errors) => errorBody(errors, shared),
  });
  document.components = {
    ...document.components,
    schemas: {
      ...document.components?.schemas,
      ...(Object.fromEntries(shared) as Record<string, OpenAPI.SchemaObject>),
    },
  };
  return withPermissions(document, contract);
}

function errorBody(errors: DefinedError[], shared: Map<string, Schema>): Schema {
  const variants = errors.map((error): Schema => {
    const [code] = error;
    if (!Object.hasOwn(commonRefusals, code)) return refusalSchema(error);
    shared.set(`Refusal-${code}`, refusalSchema(error));
    return { $ref: `#/components/schemas/Refusal-${code}` };
  });
  return variants.length === 1 && variants[0] ? variants[0] : { oneOf: variants };
}

function refusalSchema([code, message, dataRequired, dataSchema]: DefinedError): Schema {
  return {
    type: 'object',
    required: ['code', 'message', 'data'],
    properties: {
      code: { const: code },
      message: { type: 'string', examples: [message] },
      data: dataRequired ? dataSchema : { type: 'null' },
    },
  };
}

/** Says beside each operation who may call it, and that a POST takes an idempotency key. */
function withPermissions(document: OpenAPI.Document, contract: Record<string, AnyContractRouter>): OpenAPI.Document {
  for (const item of Object.values(document.paths ?? {})) {
    for (const [method, operation] of Object.entries(item ?? {}) as [string, OpenAPI.OperationObject][]) {
      const [module = '', endpoint = ''] = (operation.operationId ?? '').split('.');
      const facts = factsOf(contract[module], endpoint);
      const needs = facts.permission === 'public' ? 'anyone' : facts.permission;
      operation.description = `Permission: ${needs}.${facts.ownWindowOnly ? " Only in the terminal's own window." : ''}`;
      if (facts.permission !== 'public') operation.security = [{ session: [] }];
      if (method === 'post') {
        operation.parameters = [
          ...(operation.parameters ?? []),
          { name: 'Idempotency-Key', in: 'header', schema: { type: 'string', maxLength: 200 } },
        ];
      }
    }
  }
  return document;
}

function factsOf(module: AnyContractRouter | undefined, endpoint: string): EndpointFacts {
  const endpoints = module as Record<string, { '~orpc': { meta: EndpointFacts } }> | undefined;
  return endpoints?.[endpoint]?.['~orpc'].meta ?? { permission: 'signed-in' };
}
