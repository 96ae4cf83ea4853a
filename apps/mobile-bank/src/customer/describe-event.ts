/** The words for what happened to one's tokens. */
import type { CustomerEventKind, CustomerHome } from "@ramznama/contract";
import type { PhoneTextKey } from "@ramznama/persian";

export const eventTexts = {
  token_issued: "eventTokenIssued",
  token_activated: "eventTokenActivated",
  token_ended: "eventTokenEnded",
  token_suspended: "eventTokenSuspended",
  token_resumed: "eventTokenResumed",
  tokens_blocked: "eventTokensBlocked",
  code_accepted: "eventCodeAccepted",
  code_refused: "eventCodeRefused",
  device_registered: "eventDeviceRegistered",
  device_released: "eventDeviceReleased",
  links_changed: "eventLinksChanged",
} as const satisfies Readonly<Record<CustomerEventKind, PhoneTextKey>>;

export const purposeTexts = {
  "card-second-password": "purposeCard",
  "account-password": "purposeAccount",
  "gateway-login": "purposeLogin",
} as const satisfies Readonly<
  Record<NonNullable<CustomerHome["events"][number]["purpose"]>, PhoneTextKey>
>;
