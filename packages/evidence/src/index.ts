/** Test runner adapters and the binding of test results to acceptance criteria. */
export {};
