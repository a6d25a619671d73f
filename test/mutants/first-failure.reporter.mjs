import { writeFileSync } from 'node:fs';

/** A reporter that is content with the first test that fails: it writes down which, and ends the run. */
export default class FirstFailureReporter {
  /** @param options `out`: the file that it writes to. */
  constructor(_config, { out }) {
    this.out = out;
  }

  onTestCaseResult(_test, { status, fullName }) {
    if (status === 'failed') this.end({ failed: fullName });
  }

  onTestResult(_test, { testExecError, failureMessage, testResults }) {
    const failed = testResults.find(({ status }) => status === 'failed');
    if (failed !== undefined) this.end({ failed: failed.fullName });
    else if (testExecError) this.end({ broken: failureMessage });
  }

  onRunComplete(_contexts, { numPassedTests, numFailedTests }) {
    if (numFailedTests === 0) writeFileSync(this.out, JSON.stringify({ passed: numPassedTests }));
  }

  end(result) {
    writeFileSync(this.out, JSON.stringify(result));
    process.exit(1);
  }
}
