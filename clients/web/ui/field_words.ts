import type { Failure } from "../lib/api";
import { catalogue, language } from "../lib/language";
import { FIELD_REASONS } from "./field_reasons";

const texts = catalogue(
  { other: (said: string) => `填写的内容服务器不接受（${said}）` },
  { other: (said: string) => `The server does not accept what was entered (${said})` },
);

type Field = Failure["fields"][number];

/** What is wrong with a field of a request, for people; undefined: there are only the server's own words. */
export function fieldWords({ field, description }: Field): string | undefined {
  const name = field.slice(field.lastIndexOf(".") + 1).replace(/\[\d+\]$/, "");
  const row = FIELD_REASONS.find(([said]) => said.startsWith(`${name}: `) && description.includes(said.slice(name.length + 2)));
  return row?.[language.value === "zh" ? 1 : 2];
}

/** Why the server refused what somebody entered: which field and what is wrong with it, when it said so. */
export const refusalWords = (failure: Failure): string =>
  failure.reason === "REQUEST_INVALID" && failure.fields.length > 0
    ? failure.fields.map((one) => fieldWords(one) ?? texts.value.other(`${one.field}: ${one.description}`)).join("；")
    : failure.message;
