/** Every guard, one file an aim. Texts are matched exactly: whoever moves a guard moves its line there too. */

import { acceptedOnceGuards } from "./accepted-once-guards.ts";
import { activationGuards } from "./activation-guards.ts";
import { authorizationGuards } from "./authorization-guards.ts";
import { cardGuards } from "./card-guards.ts";
import { codeSearchGuards } from "./code-search-guards.ts";
import { customerGuards } from "./customer-guards.ts";
import { guessingGuards } from "./guessing-guards.ts";
import { lifecycleGuards } from "./lifecycle-guards.ts";
import { nothingLostGuards } from "./nothing-lost-guards.ts";
import { sessionGuards } from "./session-guards.ts";
import type { Mutation } from "./mutation.ts";

export const mutations: readonly Mutation[] = [
  ...acceptedOnceGuards,
  ...nothingLostGuards,
  ...activationGuards,
  ...lifecycleGuards,
  ...authorizationGuards,
  ...sessionGuards,
  ...customerGuards,
  ...codeSearchGuards,
  ...guessingGuards,
  ...cardGuards,
];
