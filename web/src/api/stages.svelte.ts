// What the server's stages take, fetched once.
import { stages } from "./verbs";
import type { Schema, Stage } from "./types";

export interface Choice {
  value: string;
  about: string;
}

export class StageKind {
  constructor(readonly stage: Stage) {}

  get schema(): Schema {
    return this.stage.parameters;
  }

  choices(name: string): Choice[] {
    return choices(this.schema, this.schema.properties?.[name]);
  }
}

const known = $state<{ kinds: StageKind[] }>({ kinds: [] });

/** A stage by name, once the server has told. */
export function stage(name: string): StageKind | undefined {
  ask();
  return known.kinds.find((kind) => kind.stage.name === name);
}

export function allStages(): StageKind[] {
  ask();
  return known.kinds;
}

let asking = false;
function ask() {
  if (asking) return;
  asking = true;
  stages().then(
    ({ items }) => (known.kinds = items.map((item) => new StageKind(item))),
    () => (asking = false),
  );
}

/** A schema with what it refers to. */
export function resolved(root: Schema, schema: Schema | undefined): Schema {
  if (!schema) return {};
  const target = schema.$ref?.startsWith("#/$defs/") ? root.$defs?.[schema.$ref.slice("#/$defs/".length)] : undefined;
  const either = schema.anyOf?.find((one) => one.type !== "null");
  if (either) return { ...resolved(root, either), description: schema.description, default: schema.default };
  return target ? { ...target, ...schema, description: schema.description ?? target.description } : schema;
}

export function choices(root: Schema, schema: Schema | undefined): Choice[] {
  const whole = resolved(root, schema);
  if (whole.oneOf) return whole.oneOf.map((one) => ({ value: String(one.const), about: one.description ?? "" }));
  return (whole.enum ?? []).map((value) => ({ value: String(value), about: "" }));
}

/** Whether a value may be left out. */
export function optional(schema: Schema | undefined): boolean {
  const types = Array.isArray(schema?.type) ? schema.type : [];
  return types.includes("null") || !!schema?.anyOf?.some((one) => one.type === "null");
}

export function sort(schema: Schema): string {
  const types = Array.isArray(schema.type) ? schema.type : [schema.type];
  return types.find((type) => type && type !== "null") ?? "string";
}
