/**
 * What the OpenAPI generator cannot know of our answers: problems have a media type of their own (RFC 9457), answers
 * without content have a status all the same, and some answers carry headers.
 */
import type { Route } from "@ramznama/contract";

type Json = Record<string, unknown>;

const isJson = (value: unknown): value is Json => typeof value === "object" && value !== null;

const header = (description: string, type: "string" | "integer"): Json => ({
  description,
  schema: { type },
});

/** Completes the generated document in place and returns it. */
export const completeApiDescription = (document: Json, routes: readonly Route[]): Json => {
  const paths = isJson(document["paths"]) ? document["paths"] : {};
  for (const route of routes) {
    const path = paths[route.path.replace(/:([A-Za-z]+)/g, "{$1}")];
    const operation = isJson(path) ? path[route.method.toLowerCase()] : undefined;
    const responses = isJson(operation) ? operation["responses"] : undefined;
    if (isJson(responses)) completeResponses(responses, route);
  }
  return document;
};

const completeResponses = (responses: Json, route: Route): void => {
  const success = responses[String(route.status)];
  responses[String(route.status)] = {
    ...(isJson(success) ? success : {}),
    description: route.summary,
    ...(route.access.kind === "device" ? { headers: nonceHeader } : {}),
  };
  for (const [status, response] of Object.entries(responses)) {
    if (/^[45]/.test(status) && isJson(response)) completeProblem(response, route);
  }
};

const nonceHeader: Json = {
  "DPoP-Nonce": header("Nonce for the next proof of the device key (RFC 9449 §8.2)", "string"),
};

const completeProblem = (response: Json, route: Route): void => {
  const { content } = response;
  if (isJson(content) && "application/json" in content) {
    response["content"] = { "application/problem+json": content["application/json"] };
  }
  response["description"] = `A problem, one of: ${route.problems.join(", ") || "see the schema"}`;
  response["headers"] = {
    "Retry-After": header("Seconds to wait, where waiting helps", "integer"),
    ...(route.access.kind === "device" ? nonceHeader : {}),
  };
};
