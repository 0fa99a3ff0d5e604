package io.rolecall.contract.suites;

import org.apache.hadoop.fs.TestFileContext;

/** FileContext by itself. */
public class ITestContractFileContext extends TestFileContext {}
