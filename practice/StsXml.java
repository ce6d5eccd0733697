//SOURCES Caller.java IssuedKey.java

/** STS's answers as XML (AWS STS API Reference, "Sample Response" of each action). */
final class StsXml {
    static final String VERSION = "2011-06-15";

    private StsXml() {}

    /** The answer to {@code action}, around its result. */
    static String response(String action, String result, String requestId) {
        return """
            <%1$sResponse xmlns="https://sts.amazonaws.com/doc/%2$s/">
              <%1$sResult>
            %3$s  </%1$sResult>
              <ResponseMetadata>
                <RequestId>%4$s</RequestId>
              </ResponseMetadata>
            </%1$sResponse>
            """.formatted(action, VERSION, result.indent(4), requestId);
    }

    /**
     * The result of assuming a role.
     *
     * @param packedPolicySize in percent; left out when 0
     */
    static String assumedRole(Caller session, IssuedKey key, String sourceIdentity, int packedPolicySize) {
        String identity =
                sourceIdentity.isEmpty() ? "" : "<SourceIdentity>" + escape(sourceIdentity) + "</SourceIdentity>\n";
        String size = packedPolicySize > 0 ? "<PackedPolicySize>" + packedPolicySize + "</PackedPolicySize>\n" : "";
        String user = """
            <AssumedRoleUser>
              <AssumedRoleId>%s</AssumedRoleId>
              <Arn>%s</Arn>
            </AssumedRoleUser>
            """.formatted(escape(session.userId()), escape(session.arn()));
        return identity + user + credentials(key) + size;
    }

    /** AWS STS API Reference, Common Errors. */
    static String error(String type, String code, String message, String requestId) {
        return """
            <ErrorResponse xmlns="https://sts.amazonaws.com/doc/%s/">
              <Error>
                <Type>%s</Type>
                <Code>%s</Code>
                <Message>%s</Message>
              </Error>
              <RequestId>%s</RequestId>
            </ErrorResponse>
            """.formatted(VERSION, type, code, escape(message), requestId);
    }

    static String credentials(IssuedKey key) {
        return """
            <Credentials>
              <AccessKeyId>%s</AccessKeyId>
              <SecretAccessKey>%s</SecretAccessKey>
              <SessionToken>%s</SessionToken>
              <Expiration>%s</Expiration>
            </Credentials>
            """.formatted(key.id(), key.secret(), key.token(), key.expiration());
    }

    static String caller(Caller caller) {
        return """
            <Arn>%s</Arn>
            <UserId>%s</UserId>
            <Account>%s</Account>
            """.formatted(escape(caller.arn()), escape(caller.userId()), caller.account());
    }

    /** Text as XML can carry it: a character that XML 1.0 has no way to write becomes a question mark. */
    static String escape(String text) {
        return text.replaceAll("[^\\t\\n\\r\\x20-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]", "?")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\r", "&#xD;");
    }
}
