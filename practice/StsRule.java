/**
 * The constraints of the AWS STS API reference. In a name, N stands for 1, 2, 3 and so on; min and max are a number's
 * range if pattern is NUMBER, and otherwise a text's length.
 */
record StsRule(String name, boolean required, int min, int max, String pattern) {}
