/** The access token of a channel (RFC 6749 section 4.4), kept until shortly before it ends. */
import {
  allowInsecureRequests,
  ClientSecretBasic,
  clientCredentialsGrant,
  type Configuration,
  discovery,
} from "openid-client";

const RENEWAL_MARGIN_SECONDS = 30;

/** Tokens run by the machine's clock, as the provider does. */
export function createChannelTokens(
  issuer: string,
  clientId: string,
): (renewed: boolean) => Promise<string> {
  let held = { token: "", renewAt: 0 };
  let known: Configuration | undefined;
  return async (renewed) => {
    if (!renewed && Date.now() < held.renewAt) return held.token;
    known ??= await discover(issuer, clientId);
    const answer = await clientCredentialsGrant(known);
    const lifeSeconds = (answer.expires_in ?? 0) - RENEWAL_MARGIN_SECONDS;
    held = { token: answer.access_token, renewAt: Date.now() + lifeSeconds * 1_000 };
    return held.token;
  };
}

/** When first needed: the provider stands behind the same door, which is not open before. */
function discover(issuer: string, clientId: string): Promise<Configuration> {
  const authentication = ClientSecretBasic(`sandbox-${clientId}`);
  return discovery(new URL(issuer), clientId, undefined, authentication, {
    timeout: 5,
    // Plain HTTP: nothing leaves the machine.
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- marked so only to stand out
    execute: [allowInsecureRequests],
  });
}
