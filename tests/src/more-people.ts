/** People of the sandbox bank with something special about them (apps/sandbox/data/sandbox.json). */
export const morePeople = {
  /** Three cards. */
  ali: {
    customerId: "C1004",
    nationalId: "9594805102",
    mobile: "09120001004",
    gatewayLogin: "ali.rezaei",
    card: "6280232249676237",
    secondCard: "6280237099912293",
    account: "9914503313999",
  },
  /** No mobile number in core banking. */
  narges: {
    customerId: "C1005",
    nationalId: "5976943144",
    card: "6280234385393205",
    account: "9158824904465",
  },
  /** The mobile number changed a day before the sandbox first started. */
  hasan: {
    customerId: "C1006",
    nationalId: "3927982555",
    mobile: "09120001006",
    card: "6280230085303668",
  },
  /** Many cards. */
  zahra: {
    customerId: "C1007",
    nationalId: "1544332701",
    mobile: "09120001007",
    card: "6280232705108758",
  },
  /** No gateway login. */
  amir: {
    customerId: "C1008",
    nationalId: "6463498645",
    mobile: "09120001008",
    card: "6280238984686794",
    account: "9312165640736",
  },
} as const;
