export const modelSha256 = "";
