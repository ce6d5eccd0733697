/**
 * A constraint of the AWS STS API reference on one parameter of a call.
 *
 * @param name in which N stands for 1, 2, 3 and so on
 * @param min of a number itself, and otherwise of a text's length; so is max
 */
record StsRule(String name, boolean required, int min, int max, String pattern) {
    private static final String NUMBER = "-?\\d+";

    static StsRule number(String name, int min, int max) {
        return new StsRule(name, false, min, max, NUMBER);
    }

    boolean isNumber() {
        return pattern.equals(NUMBER);
    }
}
