import { writeFileSync } from 'node:fs';

/** A reporter that is content with the first test that fails: it writes down which, to the file FIRST_FAILURE, and ends the run. */
export default class FirstFailureReporter {
  onTestCaseResult(_test, { status, fullName }) {
    if (status === 'failed') this.end({ failed: fullName });
  }

  onTestResult(_test, { testExecError, failureMessage, testResults }) {
    const failed = testResults.find(({ status }) => status === 'failed');
    if (failed !== undefined) this.end({ failed: failed.fullName });
    else if (testExecError) this.end({ broken: failureMessage });
  }

  onRunComplete(_contexts, { numPassedTests, numFailedTests }) {
    if (numFailedTests === 0) writeFileSync(process.env.FIRST_FAILURE, JSON.stringify({ passed: numPassedTests }));
  }

  end(result) {
    writeFileSync(process.env.FIRST_FAILURE, JSON.stringify(result));
    process.exit(1);
  }
}
