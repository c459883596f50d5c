// The rules of xAPI 1.0.3, part two (Experience API Data), for what a statement may look like.

type Value = unknown;
type Fields = Record<string, Value>;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
// RFC 3987, as far as we use it: a scheme, and no space or sign that must be escaped.
const IRI = /^[a-z][a-z0-9+.-]*:[^\s<>"{}|\\^`]+$/i;
const LANGUAGE = /^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$/;
// ISO 8601 with a time; an offset of -00:00 says nothing and is refused (section 4.3).
const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

class Refused extends Error {}

function refuse(path: string, why: string): never {
  throw new Refused(`${path}: ${why}`);
}

function fields(path: string, value: Value, allowed: string[], required: string[] = []): Fields {
  if (typeof value !== "object" || value === null || Array.isArray(value)) refuse(path, "is no object");
  for (const [name, child] of Object.entries(value)) {
    if (!allowed.includes(name)) refuse(`${path}.${name}`, "is not in the specification");
    if (child === null) refuse(`${path}.${name}`, "is null");
  }
  for (const name of required) if (!(name in value)) refuse(`${path}.${name}`, "is required");
  return value as Fields;
}

function matches(path: string, value: Value, pattern: RegExp): void {
  if (typeof value !== "string" || !pattern.test(value)) refuse(path, `${JSON.stringify(value)} does not fit`);
}

function text(path: string, value: Value): void {
  if (typeof value !== "string") refuse(path, "is no text");
}

function number(path: string, value: Value): void {
  if (typeof value !== "number" || !Number.isFinite(value)) refuse(path, "is no number");
}

function languageMap(path: string, value: Value): void {
  for (const [language, words] of Object.entries(fields(path, value, Object.keys(value as object)))) {
    matches(`${path} language`, language, LANGUAGE);
    text(`${path}.${language}`, words);
  }
}

function extensions(path: string, value: Value): void {
  if (typeof value !== "object" || value === null || Array.isArray(value)) refuse(path, "is no object");
  for (const name of Object.keys(value)) matches(`${path} key`, name, IRI);
}

function agent(path: string, value: Value): void {
  const said = fields(path, value, ["objectType", "name", "mbox", "mbox_sha1sum", "openid", "account"]);
  if (said["objectType"] !== undefined && said["objectType"] !== "Agent") refuse(`${path}.objectType`, "is no Agent");
  if ("name" in said) text(`${path}.name`, said["name"]);
  const identifiers = ["mbox", "mbox_sha1sum", "openid", "account"].filter((name) => name in said);
  if (identifiers.length !== 1) refuse(path, `has ${identifiers.length} identifiers, not 1`);
  if (!("account" in said)) return;
  const account = fields(`${path}.account`, said["account"], ["homePage", "name"], ["homePage", "name"]);
  matches(`${path}.account.homePage`, account["homePage"], IRI);
  text(`${path}.account.name`, account["name"]);
}

function agentOrGroup(path: string, value: Value): void {
  if ((value as Fields)["objectType"] !== "Group") return agent(path, value);
  const group = fields(path, value, ["objectType", "name", "member"], ["member"]);
  if (!Array.isArray(group["member"]) || group["member"].length === 0) refuse(`${path}.member`, "is empty");
  group["member"].forEach((member, at) => agent(`${path}.member[${at}]`, member));
}

function activity(path: string, value: Value): void {
  const said = fields(path, value, ["objectType", "id", "definition"], ["id"]);
  if (said["objectType"] !== undefined && said["objectType"] !== "Activity") refuse(path, "is no Activity");
  matches(`${path}.id`, said["id"], IRI);
  if (!("definition" in said)) return;
  const known = ["name", "description", "type", "moreInfo", "extensions"];
  const definition = fields(`${path}.definition`, said["definition"], known);
  for (const name of ["name", "description"]) {
    if (name in definition) languageMap(`${path}.definition.${name}`, definition[name]);
  }
  for (const name of ["type", "moreInfo"]) {
    if (name in definition) matches(`${path}.definition.${name}`, definition[name], IRI);
  }
  if ("extensions" in definition) extensions(`${path}.definition.extensions`, definition["extensions"]);
}

function score(path: string, value: Value): void {
  const said = fields(path, value, ["scaled", "raw", "min", "max"]) as Record<string, number>;
  for (const [name, amount] of Object.entries(said)) number(`${path}.${name}`, amount);
  const { scaled, raw, min, max } = said;
  if (scaled !== undefined && (scaled < -1 || scaled > 1)) refuse(`${path}.scaled`, "is not within -1 and 1");
  if (min !== undefined && max !== undefined && min >= max) refuse(path, "has no range");
  if (raw !== undefined && (raw < (min ?? raw) || raw > (max ?? raw))) refuse(`${path}.raw`, "is out of range");
}

function result(path: string, value: Value): void {
  const allowed = ["score", "success", "completion", "response", "duration", "extensions"];
  const said = fields(path, value, allowed);
  if ("score" in said) score(`${path}.score`, said["score"]);
  for (const name of ["success", "completion"]) {
    if (name in said && typeof said[name] !== "boolean") refuse(`${path}.${name}`, "is not true or false");
  }
  if ("response" in said) text(`${path}.response`, said["response"]);
  if ("duration" in said) matches(`${path}.duration`, said["duration"], /^P(?=.)(\d+[YMWD])*(T(\d+(\.\d+)?[HMS])+)?$/);
  if ("extensions" in said) extensions(`${path}.extensions`, said["extensions"]);
}

function context(path: string, value: Value): void {
  const allowed = ["registration", "instructor", "team", "contextActivities", "revision", "platform"];
  const said = fields(path, value, [...allowed, "language", "statement", "extensions"]);
  if ("registration" in said) matches(`${path}.registration`, said["registration"], UUID);
  if ("instructor" in said) agentOrGroup(`${path}.instructor`, said["instructor"]);
  for (const name of ["revision", "platform"]) if (name in said) text(`${path}.${name}`, said[name]);
  if ("language" in said) matches(`${path}.language`, said["language"], LANGUAGE);
  if ("extensions" in said) extensions(`${path}.extensions`, said["extensions"]);
  if (!("contextActivities" in said)) return;
  const kinds = ["parent", "grouping", "category", "other"];
  const activities = fields(`${path}.contextActivities`, said["contextActivities"], kinds);
  for (const [kind, list] of Object.entries(activities)) {
    if (!Array.isArray(list)) refuse(`${path}.contextActivities.${kind}`, "is no array");
    list.forEach((one, at) => activity(`${path}.contextActivities.${kind}[${at}]`, one));
  }
}

/** Why the specification refuses the statement; undefined when it does not. */
export function whyRefused(statement: Value): string | undefined {
  const allowed = ["id", "actor", "verb", "object", "result", "context", "timestamp", "stored", "authority", "version"];
  try {
    const said = fields("statement", statement, [...allowed, "attachments"], ["actor", "verb", "object"]);
    if ("id" in said) matches("id", said["id"], UUID);
    agentOrGroup("actor", said["actor"]);
    const verb = fields("verb", said["verb"], ["id", "display"], ["id"]);
    matches("verb.id", verb["id"], IRI);
    if ("display" in verb) languageMap("verb.display", verb["display"]);
    activity("object", said["object"]);
    if ("result" in said) result("result", said["result"]);
    if ("context" in said) context("context", said["context"]);
    for (const name of ["timestamp", "stored"]) {
      if (!(name in said)) continue;
      matches(name, said[name], TIME);
      if (String(said[name]).endsWith("-00:00") || Number.isNaN(Date.parse(String(said[name])))) refuse(name, "is no time");
    }
    if ("version" in said) matches("version", said["version"], /^1\.0(\.\d+)?$/);
    return undefined;
  } catch (error) {
    if (error instanceof Refused) return error.message;
    throw error;
  }
}
